#include "app/commands/people_beside.h"
#include "app/text_table.h"

namespace app {
namespace {

using identity::sessions::Session;

base::json::object json_of(const Session& session) {
  return {{"id", session.id.text()},
          {"level", to_string(session.level)},
          {"factors", base::json::array(session.factors.begin(), session.factors.end())},
          {"remembered", session.remembered},
          {"opened_at", base::to_iso8601(session.opened_at)},
          {"seen_at", base::to_iso8601(session.seen_at)},
          {"idle_until", base::to_iso8601(session.idle_until)},
          {"absolute_until", base::to_iso8601(session.absolute_until)},
          {"agent", session.agent},
          {"address", session.address}};
}

}  // namespace

base::Result<Answer> run_user_sessions(Context& context) {
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  TRY_VAL(sessions, beside->people().sessions().of(user.id));
  base::json::array list;
  TextTable table({fill("column.session"), fill("column.opened"), fill("column.seen"),
                   fill("column.address"), fill("column.agent")});
  for (const Session& session : sessions) {
    list.push_back(json_of(session));
    table.add({session.id.text(), base::to_iso8601(session.opened_at),
               base::to_iso8601(session.seen_at), session.address, session.agent});
  }
  return Answer{base::json::object{{"sessions", std::move(list)}}, table.text()};
}

base::Result<Answer> run_user_logout(Context& context) {
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  auto& sessions = beside->people().sessions();
  std::size_t ended = 1;
  if (const auto given = context.arguments.find("--session"); given != context.arguments.end()) {
    const auto id = mint::SessionId::parse(given->second);
    if (!id) {
      return base::reject(base::ErrorCode::invalid_request, "", fill("failure.session_id"));
    }
    TRY(sessions.end(by_operator(), user.id, *id));
  } else {
    TRY_VAL(all, sessions.end_all(by_operator(), user.id, std::nullopt));
    ended = all;
  }
  return Answer{
      base::json::object{{"id", user.id.value}, {"ended", ended}},
      fill("user.logged_out", {{"who", called(user)}, {"count", std::to_string(ended)}}) + "\n"};
}

}  // namespace app
