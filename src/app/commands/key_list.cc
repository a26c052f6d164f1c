#include "app/commands/command.h"
#include "app/quiet_log.h"
#include "app/store.h"
#include "app/text_table.h"

namespace app {
namespace {

// By its times alone, as every node sees it.
std::string_view state_of(const keys::KeyRow& key, base::Instant now) {
  if (now < key.sign_from) {
    return "published";
  }
  return now < key.sign_until ? "signing" : "retired";
}

}  // namespace

base::Result<Answer> run_key_list(Context& context) {
  QuietLog quiet(context.clock);
  TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                              context.random, quiet.log()},
                             Opening::beside));
  TRY_VAL(keys, store->database().keys().all());
  base::json::array list;
  TextTable table({fill("column.kid"), fill("column.algorithm"), fill("column.state"),
                   fill("column.sign_from"), fill("column.sign_until"), fill("column.remove_at")});
  const base::Instant now = context.clock.now();
  for (const keys::KeyRow& key : keys) {
    const std::string_view state = state_of(key, now);
    const std::string from = base::to_iso8601(key.sign_from);
    const std::string until = base::to_iso8601(key.sign_until);
    const std::string removed = base::to_iso8601(key.remove_at);
    list.push_back(base::json::object{{"kid", key.kid},
                                      {"algorithm", key.algorithm},
                                      {"generation", key.generation},
                                      {"state", state},
                                      {"created_at", base::to_iso8601(key.created_at)},
                                      {"sign_from", from},
                                      {"sign_until", until},
                                      {"remove_at", removed}});
    table.add({key.kid, key.algorithm, std::string(state), from, until, removed});
  }
  return Answer{base::json::object{{"keys", list}}, table.text()};
}

}  // namespace app
