#include "storage/sql/client_store.h"

#include <cstdint>
#include <string>
#include <utility>

#include "storage/sql/consent_rows.h"

namespace storage::sql {
namespace {

using oauth::Client;
using oauth::ClientId;
using oauth::ClientWritten;

constexpr Query kAdd{.name = "clients.add",
                     .text =
                         "INSERT INTO clients (id, version, name, profile, body, enabled, secrets, "
                         "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
                         "ON CONFLICT (id) DO NOTHING"};
constexpr Query kUpdate{
    .name = "clients.update",
    .text =
        "UPDATE clients SET version = version + 1, name = $3, profile = $4, body = $5, "
        "enabled = $6, secrets = $7, updated_at = $8 WHERE id = $1 AND version = $2",
    .touches = {base::Thing::client}};
constexpr Query kRemove{.name = "clients.remove",
                        .text = "DELETE FROM clients WHERE id = $1",
                        .touches = {base::Thing::client}};
#define GAPURA_CLIENT \
  "id, version, name, profile, body, enabled, secrets, created_at, updated_at FROM clients"
constexpr Query kFind{.name = "clients.find", .text = "SELECT " GAPURA_CLIENT " WHERE id = $1"};
constexpr Query kList{.name = "clients.list", .text = "SELECT " GAPURA_CLIENT " ORDER BY id"};
#undef GAPURA_CLIENT

// The columns that are made of a client, for as long as the write waits.
struct Columns {
  explicit Columns(const Client& client)
      : profile(oauth::to_string(client.profile)),
        body(oauth::body_to_text(client)),
        enabled(client.enabled ? 1 : 0),
        secrets(redirect_sso::secrets_to_text(client.secrets)) {}
  std::string_view profile;
  std::string body;
  std::int64_t enabled;
  std::string secrets;
};

base::Result<Client> client_in(const Rows& rows, std::size_t row) {
  const auto id = ClientId::from(rows.bytes(row, 0));
  const auto profile = oauth::profile_from(rows.octets(row, 3));
  if (!id || !profile) {
    return base::reject(base::ErrorCode::internal, "", "a client cannot be read",
                        "its id or its profile is not what this program writes");
  }
  TRY_VAL(secrets, redirect_sso::secrets_from_text(rows.octets(row, 6)));
  Client client{.id = *id,
                .version = rows.integer(row, 1),
                .name = rows.text(row, 2),
                .profile = *profile,
                .enabled = rows.integer(row, 5) != 0,
                .secrets = std::move(secrets),
                .created_at = rows.instant(row, 7),
                .updated_at = rows.instant(row, 8)};
  TRY(oauth::read_body(client, rows.octets(row, 4)));
  return client;
}

Write<void> add_row(Tx& tx, const Client* client, const Columns* columns,
                    const audit::Event* event) {
  const Rows rows = co_await tx.run(kAdd, client->id.bytes(), client->version, client->name,
                                    columns->profile, columns->body, columns->enabled,
                                    columns->secrets, client->created_at, client->updated_at);
  if (rows.changed() == 0) {
    co_return base::reject(base::ErrorCode::conflict, "", "there is a client of that id");
  }
  tx.audit(*event);
  co_return base::Done{};
}

Write<ClientWritten> update_row(Tx& tx, const Client* client, const Columns* columns,
                                const audit::Event* event) {
  const Rows rows =
      co_await tx.run(kUpdate, client->id.bytes(), client->version, client->name, columns->profile,
                      columns->body, columns->enabled, columns->secrets, client->updated_at);
  if (rows.changed() == 0) {
    co_return oauth::Stale{};
  }
  tx.audit(*event);
  Client written = *client;
  written.version += 1;
  co_return written;
}

Write<bool> remove_row(Tx& tx, const ClientId* id, const std::string* holder,
                       const audit::Event* event) {
  const Rows rows = co_await tx.run(kRemove, id->bytes());
  if (rows.changed() == 0) {
    co_return false;
  }
  co_await tx.run(kForgetQuestionsOfClient, *holder);
  co_await tx.run(kForgetConsentsOfClient, *holder);
  tx.audit(*event);
  co_return true;
}

Order order_of(const ClientId& id) { return {.table = "clients", .key = id.bytes()}; }

}  // namespace

base::Done ClientStore::add(const Client& client, const audit::Event& event) {
  const Columns columns(client);
  return writer_.write(order_of(client.id),
                       [&](Tx& tx) { return add_row(tx, &client, &columns, &event); });
}

base::Result<ClientWritten> ClientStore::update(const Client& client, const audit::Event& event) {
  const Columns columns(client);
  return writer_.write(order_of(client.id),
                       [&](Tx& tx) { return update_row(tx, &client, &columns, &event); });
}

base::Result<bool> ClientStore::remove(const ClientId& id, const audit::Event& event) {
  const std::string holder = id.text();
  return writer_.write(order_of(id), [&](Tx& tx) { return remove_row(tx, &id, &holder, &event); });
}

base::Result<oauth::FoundClient> ClientStore::find(const ClientId& id) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(id.bytes())));
  if (rows.empty()) {
    return nullptr;
  }
  TRY_VAL(client, client_in(rows, 0));
  return std::make_shared<const Client>(std::move(client));
}

base::Result<std::vector<Client>> ClientStore::list() {
  TRY_VAL(rows, reader_.read(kList, Params()));
  std::vector<Client> all;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    TRY_VAL(client, client_in(rows, row));
    all.push_back(std::move(client));
  }
  return all;
}

std::span<const Query* const> ClientStore::queries() {
  static constexpr const Query* kQueries[] = {&kAdd, &kUpdate, &kRemove, &kFind, &kList};
  return kQueries;
}

}  // namespace storage::sql
