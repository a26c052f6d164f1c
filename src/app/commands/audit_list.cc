#include "app/commands/command.h"
#include "app/quiet_log.h"
#include "app/store.h"
#include "app/text_table.h"
#include "app/times.h"
#include "app/units.h"

namespace app {
namespace {

constexpr std::size_t kMostEntries = 10'000;

base::Result<audit::Filter> filter_of(const Context& context) {
  audit::Filter filter;
  const Arguments& arguments = context.arguments;
  if (const auto type = arguments.find("--type"); type != arguments.end()) {
    filter.type_prefix = type->second;
  }
  if (const auto subject = arguments.find("--subject"); subject != arguments.end()) {
    filter.subject = subject->second;
  }
  if (const auto since = arguments.find("--since"); since != arguments.end()) {
    filter.since = parse_time(since->second, context.clock.now());
    if (!filter.since) {
      return base::reject(base::ErrorCode::invalid_request, "",
                          fill("failure.since", {{"text", since->second}}));
    }
  }
  if (const auto limit = arguments.find("--limit"); limit != arguments.end()) {
    const auto number = parse_number(limit->second);
    if (!number || *number == 0 || *number > kMostEntries) {
      return base::reject(base::ErrorCode::invalid_request, "", fill("failure.limit"));
    }
    filter.limit = *number;
  }
  return filter;
}

base::json::object json_of(const audit::Entry& entry) {
  const audit::Event& event = entry.event;
  base::json::object out{{"chain", entry.chain},
                         {"sequence", entry.sequence},
                         {"time", base::to_iso8601(entry.time)},
                         {"type", event.type},
                         {"outcome", audit::to_string(event.outcome)},
                         {"actor", event.actor},
                         {"subject", event.subject},
                         {"address", event.address},
                         {"request_id", event.request_id},
                         {"reason", event.reason},
                         {"details", nullptr},
                         {"hash", base::to_hex(entry.hash)}};
  if (!event.details.empty()) {
    const auto details = base::parse_json(event.details);
    out["details"] = details ? *details : base::json::value(event.details);
  }
  return out;
}

}  // namespace

base::Result<Answer> run_audit_list(Context& context) {
  TRY_VAL(filter, filter_of(context));
  QuietLog quiet(context.clock);
  TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                              context.random, quiet.log()},
                             Opening::beside));
  TRY_VAL(entries, store->database().trail().list(filter));
  base::json::array list;
  TextTable table({fill("column.time"), fill("column.type"), fill("column.outcome"),
                   fill("column.actor"), fill("column.subject"), fill("column.reason")});
  for (const audit::Entry& entry : entries) {
    const audit::Event& event = entry.event;
    list.push_back(json_of(entry));
    table.add({base::to_iso8601(entry.time), event.type,
               std::string(audit::to_string(event.outcome)), event.actor, event.subject,
               event.reason});
  }
  return Answer{base::json::object{{"entries", list}}, table.text()};
}

}  // namespace app
