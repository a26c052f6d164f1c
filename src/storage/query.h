// A query and its name. One text for SQLite and PostgreSQL where they agree, with parameters $1,
// $2, … in both; a second text where they do not.
#pragma once

#include <string_view>

namespace storage {

struct Query {
  std::string_view name;  // unique: PostgreSQL's name of the prepared statement
  std::string_view text;
  std::string_view postgres_text = {};  // empty: the same

  std::string_view for_postgres() const { return postgres_text.empty() ? text : postgres_text; }
};

}  // namespace storage
