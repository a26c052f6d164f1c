#include "app/commands/given.h"
#include "app/commands/people_beside.h"
#include "app/text_table.h"
#include "identity/consent/consents.h"

namespace app {

base::Result<Answer> run_user_consents(Context& context) {
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  identity::consent::Consents consents({.store = beside->store().database().consents(),
                                        .clock = context.clock,
                                        .ids = beside->people().ids()});
  if (const auto client = text_of(context, "--revoke")) {
    TRY_VAL(withdrawn, consents.withdraw(by_operator(), user.id, *client));
    if (!withdrawn) {
      return base::reject(base::ErrorCode::not_found, "",
                          fill("failure.consent", {{"who", called(user)}, {"client", *client}}));
    }
  }
  TRY_VAL(all, consents.of(user.id));
  base::json::array list;
  TextTable table({fill("column.client"), fill("column.scopes"), fill("column.since")});
  for (const auto& consent : all) {
    list.push_back(base::json::object{
        {"client_id", consent.client},
        {"scopes", base::json::array(consent.scopes.begin(), consent.scopes.end())},
        {"given_at", base::to_iso8601(consent.given_at)}});
    table.add({consent.client, identity::consent::to_text(consent.scopes),
               base::to_iso8601(consent.given_at)});
  }
  return Answer{base::json::object{{"consents", std::move(list)}}, table.text()};
}

}  // namespace app
