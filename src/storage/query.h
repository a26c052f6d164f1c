// A query and its name. One text for SQLite and PostgreSQL where they agree, with parameters $1,
// $2, … in both; a second text where they do not.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/changes.h"

namespace storage {

// What a statement changes that a room may remember (base/changes.h), and which parameter names it;
// 0: there is but one.
struct Touches {
  base::Thing thing = base::Thing::none;
  std::size_t parameter = 1;
};

struct Query {
  std::string_view name;  // unique: PostgreSQL's name of the prepared statement
  std::string_view text;
  std::string_view postgres_text = {};  // empty: the same
  Touches touches = {};

  std::string_view for_postgres() const { return postgres_text.empty() ? text : postgres_text; }
};

}  // namespace storage
