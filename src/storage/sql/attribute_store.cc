#include "storage/sql/attribute_store.h"

namespace storage::sql {
namespace {

namespace users = identity::users;
using users::AttributeDefinition;

constexpr Query kAll{
    .name = "attributes.all",
    .text = "SELECT name, type, seen_by, edited_by FROM attribute_definitions ORDER BY name"};
constexpr Query kPut{
    .name = "attributes.put",
    .text =
        "INSERT INTO attribute_definitions (name, type, seen_by, edited_by) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET type = excluded.type, "
        "seen_by = excluded.seen_by, edited_by = excluded.edited_by",
    .touches = {base::Thing::attributes, 0}};
constexpr Query kRemove{.name = "attributes.remove",
                        .text = "DELETE FROM attribute_definitions WHERE name = $1",
                        .touches = {base::Thing::attributes, 0}};

Write<void> put_row(Tx& tx, const AttributeDefinition* row, const audit::Event* event) {
  co_await tx.run(kPut, row->name, users::to_string(row->type), users::to_string(row->seen_by),
                  users::to_string(row->edited_by));
  tx.audit(*event);
  co_return base::Done{};
}

Write<bool> remove_row(Tx& tx, const std::string* name, const audit::Event* event) {
  const Rows rows = co_await tx.run(kRemove, *name);
  if (rows.changed() == 0) {
    co_return false;
  }
  tx.audit(*event);
  co_return true;
}

Order order_of(const std::string& name) {
  return {.table = "attribute_definitions", .key = base::bytes_of(std::string_view(name))};
}

}  // namespace

base::Result<std::vector<AttributeDefinition>> AttributeStore::all() {
  TRY_VAL(rows, reader_.read(kAll, {}));
  std::vector<AttributeDefinition> found;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto type = users::attribute_type_from(rows.octets(row, 1));
    const auto seen_by = users::viewer_from(rows.octets(row, 2));
    const auto edited_by = users::editor_from(rows.octets(row, 3));
    if (!type || !seen_by || !edited_by) {
      return base::reject(base::ErrorCode::internal, "", "an attribute's definition is damaged",
                          rows.text(row, 0));
    }
    found.push_back(
        {.name = rows.text(row, 0), .type = *type, .seen_by = *seen_by, .edited_by = *edited_by});
  }
  return found;
}

base::Done AttributeStore::put(const AttributeDefinition& definition, const audit::Event& event) {
  return writer_.write(order_of(definition.name),
                       [&](Tx& tx) { return put_row(tx, &definition, &event); });
}

base::Result<bool> AttributeStore::remove(const std::string& name, const audit::Event& event) {
  return writer_.write(order_of(name), [&](Tx& tx) { return remove_row(tx, &name, &event); });
}

std::span<const Query* const> AttributeStore::queries() {
  static constexpr const Query* kQueries[] = {&kAll, &kPut, &kRemove};
  return kQueries;
}

}  // namespace storage::sql
