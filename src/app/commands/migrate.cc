#include "app/commands/command.h"
#include "app/quiet_log.h"
#include "app/store.h"
#include "app/text_table.h"

namespace app {

base::Result<Answer> run_migrate(Context& context) {
  const Settings& settings = context.config.settings;
  const bool dry_run = context.arguments.contains("--dry-run");
  TRY_VAL(before, inspect_store(settings));
  base::json::array names;
  TextTable table({fill("column.number"), fill("column.name")});
  for (const storage::MigrationName& migration : before.pending) {
    names.push_back(base::json::object{{"number", migration.number}, {"name", migration.name}});
    table.add({std::to_string(migration.number), migration.name});
  }
  std::int64_t current = before.current;
  if (!dry_run) {
    QuietLog quiet(context.clock);
    TRY_VAL(store,
            Store::open({settings, context.environment, context.clock, context.random, quiet.log()},
                        Opening::migrate));
    TRY_VAL(after, store->database().schema());
    current = after.current;
  }
  Answer answer;
  answer.json = base::json::object{
      {"current", current}, {"known", before.known}, {dry_run ? "pending" : "applied", names}};
  if (before.pending.empty()) {
    answer.text = fill("migrate.nothing", {{"current", std::to_string(current)}}) + "\n";
  } else {
    const Words words = dry_run ? Words("migrate.would") : Words("migrate.applied");
    answer.text =
        fill(words, {{"count", std::to_string(before.pending.size())}}) + "\n" + table.text();
  }
  return answer;
}

}  // namespace app
