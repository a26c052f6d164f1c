#include "app/commands/people_beside.h"
#include "app/text_table.h"
#include "app/units.h"

namespace app {
namespace {

using identity::users::Cursor;
using identity::users::Filter;

constexpr std::size_t kMostUsers = 500;

std::unexpected<base::Error> refuse(std::string words) {
  return base::reject(base::ErrorCode::invalid_request, "", std::move(words));
}

base::Result<Filter> filter_of(const Arguments& arguments) {
  Filter filter{.administrators = arguments.contains("--administrators")};
  if (const auto prefix = arguments.find("--prefix"); prefix != arguments.end()) {
    filter.prefix = prefix->second;
  }
  if (const auto status = arguments.find("--status"); status != arguments.end()) {
    filter.status = identity::users::status_from(status->second);
    if (!filter.status) {
      return refuse(fill("failure.status"));
    }
  }
  return filter;
}

base::Result<Cursor> cursor_of(const Arguments& arguments) {
  Cursor cursor;
  if (const auto after = arguments.find("--after"); after != arguments.end()) {
    const auto number = parse_number(after->second);
    if (!number) {
      return refuse(fill("failure.after"));
    }
    cursor.after.value = static_cast<std::int64_t>(*number);
  }
  if (const auto limit = arguments.find("--limit"); limit != arguments.end()) {
    const auto number = parse_number(limit->second);
    if (!number || *number == 0 || *number > kMostUsers) {
      return refuse(fill("failure.user_limit"));
    }
    cursor.limit = *number;
  }
  return cursor;
}

}  // namespace

base::Result<Answer> run_user_list(Context& context) {
  TRY_VAL(filter, filter_of(context.arguments));
  TRY_VAL(cursor, cursor_of(context.arguments));
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(page, beside->people().users().list(filter, cursor));
  base::json::array list;
  TextTable table({fill("column.id"), fill("column.username"), fill("column.email"),
                   fill("column.name"), fill("column.status")});
  for (const identity::users::User& user : page.users) {
    TRY_VAL(json, beside->json_of(user));
    list.push_back(std::move(json));
    table.add({std::to_string(user.id.value), user.username, user.email, user.name,
               std::string(to_string(user.status))});
  }
  Answer answer{base::json::object{{"users", std::move(list)}, {"next", nullptr}}, table.text()};
  if (page.next) {
    answer.json.as_object()["next"] = page.next->value;
    answer.text += fill("user.more", {{"after", std::to_string(page.next->value)}}) + "\n";
  }
  return answer;
}

}  // namespace app
