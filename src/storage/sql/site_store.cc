#include "storage/sql/site_store.h"

#include <cstdint>
#include <utility>

#include "storage/sql/visit_rows.h"

namespace storage::sql {
namespace {

using redirect_sso::FoundSite;
using redirect_sso::Site;
using redirect_sso::SiteId;
using redirect_sso::SiteWritten;

constexpr Query kAdd{
    .name = "sites.add",
    .text =
        "INSERT INTO sites (id, version, name, redirect_urls, logout_url, needs_secret, "
        "allows_administrators, enabled, secrets, created_at, updated_at, logo_url, look) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
        "ON CONFLICT (id) DO NOTHING"};
constexpr Query kUpdate{
    .name = "sites.update",
    .text =
        "UPDATE sites SET version = version + 1, name = $3, redirect_urls = $4, logout_url = $5, "
        "needs_secret = $6, allows_administrators = $7, enabled = $8, secrets = $9, "
        "updated_at = $10, logo_url = $11, look = $12 WHERE id = $1 AND version = $2",
    .touches = {base::Thing::site}};
constexpr Query kRemove{.name = "sites.remove",
                        .text = "DELETE FROM sites WHERE id = $1",
                        .touches = {base::Thing::site}};
constexpr Query kUrlOfAnother{.name = "sites.url_of_another",
                              .text = "SELECT url FROM site_urls WHERE url = $1 AND site_id <> $2"};
constexpr Query kAddUrl{.name = "sites.add_url",
                        .text =
                            "INSERT INTO site_urls (url, site_id) VALUES ($1, $2) "
                            "ON CONFLICT (url) DO NOTHING"};
constexpr Query kRemoveUrls{.name = "sites.remove_urls",
                            .text = "DELETE FROM site_urls WHERE site_id = $1"};
#define GAPURA_SITE                                                             \
  "s.id, s.version, s.name, s.redirect_urls, s.logout_url, s.needs_secret, "    \
  "s.allows_administrators, s.enabled, s.secrets, s.created_at, s.updated_at, " \
  "s.logo_url, s.look"
constexpr Query kFind{.name = "sites.find",
                      .text = "SELECT " GAPURA_SITE " FROM sites AS s WHERE s.id = $1"};
constexpr Query kFindByUrl{.name = "sites.find_by_url",
                           .text = "SELECT " GAPURA_SITE
                                   " FROM site_urls AS u JOIN sites AS s ON s.id = u.site_id "
                                   "WHERE u.url = $1"};
constexpr Query kList{.name = "sites.list",
                      .text = "SELECT " GAPURA_SITE " FROM sites AS s ORDER BY s.id"};
#undef GAPURA_SITE

std::int64_t number_of(bool value) { return value ? 1 : 0; }

std::string text_of(const redirect_sso::Look& look) {
  base::json::object body;
  redirect_sso::put_look(body, look);
  return base::to_text(body);
}

// The columns that are made of a site, for as long as the write waits.
struct Columns {
  explicit Columns(const Site& site)
      : urls(redirect_sso::urls_to_text(site.redirect_urls)),
        secrets(redirect_sso::secrets_to_text(site.secrets)),
        look(text_of(site.look)) {}
  std::string urls;
  std::string secrets;
  std::string look;
};

base::Result<Site> site_in(const Rows& rows, std::size_t row) {
  const auto id = SiteId::from(rows.bytes(row, 0));
  if (!id) {
    return base::reject(base::ErrorCode::internal, "", "a site cannot be read",
                        "an id is not of 16 octets");
  }
  TRY_VAL(urls, redirect_sso::urls_from_text(rows.octets(row, 3)));
  TRY_VAL(secrets, redirect_sso::secrets_from_text(rows.octets(row, 8)));
  TRY_VAL(body, base::parse_json_object(rows.octets(row, 12)));
  TRY_VAL(look, redirect_sso::look_in(body));
  return Site{.id = *id,
              .version = rows.integer(row, 1),
              .name = rows.text(row, 2),
              .redirect_urls = std::move(urls),
              .logout_url = rows.text(row, 4),
              .logo_url = rows.text(row, 11),
              .look = std::move(look),
              .needs_secret = rows.integer(row, 5) != 0,
              .allows_administrators = rows.integer(row, 6) != 0,
              .enabled = rows.integer(row, 7) != 0,
              .secrets = std::move(secrets),
              .created_at = rows.instant(row, 9),
              .updated_at = rows.instant(row, 10)};
}

base::Result<FoundSite> first_in(const Rows& rows) {
  if (rows.empty()) {
    return nullptr;
  }
  TRY_VAL(site, site_in(rows, 0));
  return std::make_shared<const Site>(std::move(site));
}

// Another node wrote it between the look and the insert: a failure undoes what this one wrote.
std::unexpected<base::Error> overtaken() {
  return base::reject(base::ErrorCode::conflict, "site.url.taken",
                      "another site was given that address at the same time");
}

Write<SiteWritten> add_rows(Tx& tx, const Site* site, const Columns* columns,
                            const audit::Event* event) {
  for (const std::string& url : site->redirect_urls) {
    const Rows other = co_await tx.run(kUrlOfAnother, url, site->id.bytes());
    if (!other.empty()) {
      co_return redirect_sso::UrlTaken{url};
    }
  }
  const Rows rows = co_await tx.run(kAdd, site->id.bytes(), site->version, site->name,
                                    columns->urls, site->logout_url, number_of(site->needs_secret),
                                    number_of(site->allows_administrators),
                                    number_of(site->enabled), columns->secrets, site->created_at,
                                    site->updated_at, site->logo_url, columns->look);
  if (rows.changed() == 0) {
    co_return base::reject(base::ErrorCode::conflict, "", "there is a site of that id");
  }
  for (const std::string& url : site->redirect_urls) {
    const Rows added = co_await tx.run(kAddUrl, url, site->id.bytes());
    if (added.changed() == 0) {
      co_return overtaken();
    }
  }
  tx.audit(*event);
  co_return *site;
}

Write<SiteWritten> update_rows(Tx& tx, const Site* site, const Columns* columns,
                               const audit::Event* event) {
  for (const std::string& url : site->redirect_urls) {
    const Rows other = co_await tx.run(kUrlOfAnother, url, site->id.bytes());
    if (!other.empty()) {
      co_return redirect_sso::UrlTaken{url};
    }
  }
  const Rows rows = co_await tx.run(
      kUpdate, site->id.bytes(), site->version, site->name, columns->urls, site->logout_url,
      number_of(site->needs_secret), number_of(site->allows_administrators),
      number_of(site->enabled), columns->secrets, site->updated_at, site->logo_url, columns->look);
  if (rows.changed() == 0) {
    co_return redirect_sso::Stale{};
  }
  co_await tx.run(kRemoveUrls, site->id.bytes());
  for (const std::string& url : site->redirect_urls) {
    const Rows added = co_await tx.run(kAddUrl, url, site->id.bytes());
    if (added.changed() == 0) {
      co_return overtaken();
    }
  }
  tx.audit(*event);
  Site written = *site;
  written.version += 1;
  co_return written;
}

Write<bool> remove_rows(Tx& tx, const SiteId* id, const std::string* holder,
                        const audit::Event* event) {
  const Rows rows = co_await tx.run(kRemove, id->bytes());
  if (rows.changed() == 0) {
    co_return false;
  }
  co_await tx.run(kRemoveUrls, id->bytes());
  co_await tx.run(kForgetVisitsOfSite, *holder);
  tx.audit(*event);
  co_return true;
}

Order order_of(base::BytesView id) { return {.table = "sites", .key = id}; }

}  // namespace

base::Result<SiteWritten> SiteStore::add(const Site& site, const audit::Event& event) {
  const Columns columns(site);
  return writer_.write(order_of(site.id.bytes()),
                       [&](Tx& tx) { return add_rows(tx, &site, &columns, &event); });
}

base::Result<SiteWritten> SiteStore::update(const Site& site, const audit::Event& event) {
  const Columns columns(site);
  return writer_.write(order_of(site.id.bytes()),
                       [&](Tx& tx) { return update_rows(tx, &site, &columns, &event); });
}

base::Result<bool> SiteStore::remove(const SiteId& id, const audit::Event& event) {
  const std::string holder = id.text();
  return writer_.write(order_of(id.bytes()),
                       [&](Tx& tx) { return remove_rows(tx, &id, &holder, &event); });
}

base::Result<FoundSite> SiteStore::find(const SiteId& id) {
  TRY_VAL(rows, reader_.read(kFind, Params::of(id.bytes())));
  return first_in(rows);
}

base::Result<FoundSite> SiteStore::find_by_url(const std::string& url) {
  TRY_VAL(rows, reader_.read(kFindByUrl, Params::of(url)));
  return first_in(rows);
}

base::Result<std::vector<Site>> SiteStore::list() {
  TRY_VAL(rows, reader_.read(kList, Params()));
  std::vector<Site> all;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    TRY_VAL(site, site_in(rows, row));
    all.push_back(std::move(site));
  }
  return all;
}

std::span<const Query* const> SiteStore::queries() {
  static constexpr const Query* kQueries[] = {&kAdd,    &kUpdate,     &kRemove,
                                              &kFind,   &kFindByUrl,  &kUrlOfAnother,
                                              &kAddUrl, &kRemoveUrls, &kList};
  return kQueries;
}

}  // namespace storage::sql
