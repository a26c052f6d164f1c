#include "storage/sql/provider_store.h"

#include <cstdint>
#include <utility>

namespace storage::sql {
namespace {

using federation::Provider;
using federation::ProviderWritten;

constexpr Query kAdd{.name = "providers.add",
                     .text =
                         "INSERT INTO providers (name, version, position, enabled, body, sealed, "
                         "created_at, updated_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7) "
                         "ON CONFLICT (name) DO NOTHING"};
constexpr Query kUpdate{
    .name = "providers.update",
    .text =
        "UPDATE providers SET version = version + 1, position = $3, enabled = $4, body = $5, "
        "sealed = $6, updated_at = $7 WHERE name = $1 AND version = $2"};
constexpr Query kRemove{.name = "providers.remove",
                        .text = "DELETE FROM providers WHERE name = $1"};
#define GAPURA_PROVIDER \
  "SELECT name, version, position, enabled, body, sealed, created_at, updated_at FROM providers "
constexpr Query kFind{.name = "providers.find", .text = GAPURA_PROVIDER "WHERE name = $1"};
constexpr Query kList{.name = "providers.list", .text = GAPURA_PROVIDER "ORDER BY position, name"};
#undef GAPURA_PROVIDER

std::int64_t number_of(bool value) { return value ? 1 : 0; }

base::Result<Provider> provider_in(const Rows& rows, std::size_t row) {
  Provider provider;
  provider.name = rows.text(row, 0);
  provider.version = rows.integer(row, 1);
  provider.position = rows.integer(row, 2);
  provider.enabled = rows.integer(row, 3) != 0;
  TRY(federation::read_body(provider, rows.octets(row, 4)));
  provider.sealed = rows.bytes(row, 5);
  provider.created_at = rows.instant(row, 6);
  provider.updated_at = rows.instant(row, 7);
  return provider;
}

Write<Provider> add_row(Tx& tx, const Provider* provider, const std::string* body,
                        const audit::Event* event) {
  const Rows rows =
      co_await tx.run(kAdd, provider->name, provider->position, number_of(provider->enabled), *body,
                      provider->sealed, provider->created_at, provider->updated_at);
  if (rows.changed() == 0) {
    co_return base::reject(base::ErrorCode::conflict, "provider.name.taken",
                           "there is a provider of that name");
  }
  tx.audit(*event);
  Provider written = *provider;
  written.version = 1;
  co_return written;
}

Write<ProviderWritten> update_row(Tx& tx, const Provider* provider, const std::string* body,
                                  const audit::Event* event) {
  const Rows rows =
      co_await tx.run(kUpdate, provider->name, provider->version, provider->position,
                      number_of(provider->enabled), *body, provider->sealed, provider->updated_at);
  if (rows.changed() == 0) {
    co_return federation::Stale{};
  }
  tx.audit(*event);
  Provider written = *provider;
  written.version += 1;
  co_return written;
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
  return {.table = "providers", .key = base::bytes_of(name)};
}

}  // namespace

base::Result<Provider> ProviderStore::add(const Provider& provider, const audit::Event& event) {
  const std::string body = federation::body_of(provider);
  return writer_.write(order_of(provider.name),
                       [&](Tx& tx) { return add_row(tx, &provider, &body, &event); });
}

base::Result<ProviderWritten> ProviderStore::update(const Provider& provider,
                                                    const audit::Event& event) {
  const std::string body = federation::body_of(provider);
  return writer_.write(order_of(provider.name),
                       [&](Tx& tx) { return update_row(tx, &provider, &body, &event); });
}

base::Result<bool> ProviderStore::remove(const std::string& name, const audit::Event& event) {
  return writer_.write(order_of(name), [&](Tx& tx) { return remove_row(tx, &name, &event); });
}

base::Result<std::optional<Provider>> ProviderStore::find(const std::string& name) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(name)));
  if (rows.empty()) {
    return std::optional<Provider>();
  }
  TRY_VAL(provider, provider_in(rows, 0));
  return std::optional(std::move(provider));
}

base::Result<std::vector<Provider>> ProviderStore::list() {
  TRY_VAL(rows, reader_.read(kList, Params()));
  std::vector<Provider> all;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    TRY_VAL(provider, provider_in(rows, row));
    all.push_back(std::move(provider));
  }
  return all;
}

std::span<const Query* const> ProviderStore::queries() {
  static constexpr const Query* kQueries[] = {&kAdd, &kUpdate, &kRemove, &kFind, &kList};
  return kQueries;
}

}  // namespace storage::sql
