#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using redirect_sso::Site;
using redirect_sso::SiteId;
using redirect_sso::SiteWritten;
using redirect_sso::Stale;
using redirect_sso::UrlTaken;

class SiteStore : public OnEveryEngine {
 protected:
  Site site(std::uint8_t number) const {
    return {.id = SiteId({number}),
            .name = "Situs Ω " + std::to_string(number),
            .redirect_urls = {url(number, "a"), url(number, "B")},
            .logout_url = "https://s.example/bye",
            .logo_url = "https://s.example/logo.svg",
            .look = {.accent = "#0e5a52", .login_text_id = "Ω \"rapat\"", .help_url = "/x"},
            .secrets = {{.sha256 = hash_of(number), .made_at = place.clock.now()},
                        {.sha256 = hash_of(99),
                         .made_at = place.clock.now(),
                         .good_until = place.clock.now() + std::chrono::hours(1)}},
            .created_at = place.clock.now(),
            .updated_at = place.clock.now()};
  }
  static std::string url(std::uint8_t number, const std::string& path) {
    return "https://s" + std::to_string(number) + ".example/" + path;
  }
  SiteWritten add(const Site& row) {
    return database->sites().add(row, event("site.added")).value();
  }
  SiteWritten update(const Site& row) {
    return database->sites().update(row, event("site.changed")).value();
  }
};
GAPURA_ON_EVERY_ENGINE(SiteStore);

TEST_P(SiteStore, gives_back_what_it_was_given) {
  const Site row = site(1);
  EXPECT_EQ(std::get<Site>(add(row)), row);
  EXPECT_EQ(*database->sites().find(row.id).value(), row);
  EXPECT_FALSE(database->sites().find(SiteId({9})).value());
  EXPECT_EQ(types(), std::vector<std::string>{"site.added"});
}

TEST_P(SiteStore, LS1_finds_by_an_address_byte_for_byte) {
  const Site row = site(1);
  add(row);
  EXPECT_EQ(*database->sites().find_by_url(url(1, "a")).value(), row);
  EXPECT_EQ(*database->sites().find_by_url(url(1, "B")).value(), row);
  for (const auto& other : {url(1, "A"), url(1, "b"), url(1, "a/"), url(1, ""), std::string(),
                            url(1, "a") + " ", url(1, "%61"), std::string("%")}) {
    EXPECT_FALSE(database->sites().find_by_url(other).value()) << other;
  }
}

TEST_P(SiteStore, lists_by_id) {
  add(site(2));
  add(site(1));
  const auto all = database->sites().list().value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0], site(1));
  EXPECT_EQ(all[1], site(2));
}

TEST_P(SiteStore, an_id_is_given_once) {
  add(site(1));
  Site again = site(1);
  again.redirect_urls = {url(7, "a")};
  const auto refused = database->sites().add(again, event("site.added"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  EXPECT_FALSE(database->sites().find_by_url(url(7, "a")).value());
}

TEST_P(SiteStore, an_address_is_one_sites_alone) {
  add(site(1));
  Site other = site(2);
  other.redirect_urls.push_back(url(1, "B"));
  const auto added = add(other);
  ASSERT_TRUE(std::holds_alternative<UrlTaken>(added));
  EXPECT_EQ(std::get<UrlTaken>(added).url, url(1, "B"));
  EXPECT_FALSE(database->sites().find(other.id).value());
  add(site(2));
  EXPECT_TRUE(std::holds_alternative<UrlTaken>(update(other)));
  EXPECT_EQ(*database->sites().find(other.id).value(), site(2));
  EXPECT_EQ(database->sites().find_by_url(url(1, "B")).value()->id, site(1).id);
}

TEST_P(SiteStore, a_change_names_the_version_it_was_made_from) {
  add(site(1));
  Site changed = site(1);
  changed.name = "Lain";
  changed.redirect_urls = {url(1, "a"), url(1, "c")};
  changed.enabled = false;
  changed.allows_administrators = true;
  changed.needs_secret = false;
  changed.secrets = {};
  changed.logout_url = "";
  const auto written = update(changed);
  ASSERT_TRUE(std::holds_alternative<Site>(written));
  EXPECT_TRUE(std::holds_alternative<Stale>(update(changed)));
  changed.version = 2;
  EXPECT_EQ(std::get<Site>(written), changed);
  EXPECT_EQ(*database->sites().find(changed.id).value(), changed);
  EXPECT_EQ(*database->sites().find_by_url(url(1, "c")).value(), changed);
  EXPECT_FALSE(database->sites().find_by_url(url(1, "B")).value());
  EXPECT_TRUE(std::holds_alternative<Stale>(update(site(5))));
  EXPECT_EQ(types(), (std::vector<std::string>{"site.added", "site.changed"}));
}

TEST_P(SiteStore, what_is_removed_frees_its_addresses) {
  add(site(1));
  EXPECT_TRUE(database->sites().remove(site(1).id, event("site.deleted")).value());
  EXPECT_FALSE(database->sites().remove(site(1).id, event("site.deleted")).value());
  EXPECT_FALSE(database->sites().find_by_url(url(1, "a")).value());
  Site heir = site(2);
  heir.redirect_urls = {url(1, "a")};
  EXPECT_TRUE(std::holds_alternative<Site>(add(heir)));
  EXPECT_EQ(types(), (std::vector<std::string>{"site.added", "site.deleted", "site.added"}));
}

TEST_P(SiteStore, of_many_that_want_one_address_at_once_one_has_it) {
  std::atomic<int> had = 0;
  together(8, [&](std::size_t number) {
    Site row = site(static_cast<std::uint8_t>(number + 1));
    row.redirect_urls = {"https://one.example/cb"};
    const auto result = database->sites().add(row, event("site.added"));
    had += result && std::holds_alternative<Site>(*result) ? 1 : 0;
  });
  EXPECT_EQ(had, 1);
  EXPECT_EQ(database->sites().list()->size(), 1U);
  expect_whole_trail(1);
}

class Visitors : public OnEveryEngine {
 protected:
  Visitors() {
    auto person = this->person("ani");
    person.email = "ani@example.test";
    person.no_hp = "0812";
    ani_ = add(person);
  }
  mint::SessionId open(std::uint8_t number) {
    const mint::SessionId id({number});
    const auto now = place.clock.now();
    const auto row = session(id, number);
    EXPECT_EQ(database->sessions()
                  .open(row, {.ids = {}, .event = event("session.replaced")}, std::nullopt,
                        event("session.opened"))
                  .value(),
              mint::SessionOpening::opened);
    EXPECT_EQ(row.opened_at, now);
    return id;
  }
  mint::SessionRow session(const mint::SessionId& id, std::uint8_t number) const;
  redirect_sso::Visitor look(const mint::SessionId& id) {
    return database->visitors().look(ani_.id, id, place.clock.now()).value().value();
  }

  identity::users::User ani_;
};
GAPURA_ON_EVERY_ENGINE(Visitors);

mint::SessionRow Visitors::session(const mint::SessionId& id, std::uint8_t number) const {
  const auto now = place.clock.now();
  return {.id = id,
          .hash = hash_of(number),
          .user_id = ani_.id.value,
          .level = "one_factor",
          .authenticated_at = now,
          .opened_at = now,
          .idle_until = now + std::chrono::hours(1),
          .absolute_until = now + std::chrono::hours(2),
          .details = {}};
}

TEST_P(Visitors, LS6_are_told_of_with_what_decides_about_them) {
  const auto id = open(1);
  const auto seen = look(id);
  EXPECT_EQ(seen.id, ani_.id);
  EXPECT_EQ(seen.username, "ani");
  EXPECT_EQ(seen.email, "ani@example.test");
  EXPECT_EQ(seen.no_hp, "0812");
  EXPECT_EQ(seen.status, identity::users::Status::active);
  EXPECT_FALSE(seen.administrator);
  EXPECT_TRUE(seen.session_live);
  EXPECT_FALSE(database->visitors().look({404}, id, place.clock.now()).value());
}

TEST_P(Visitors, LS6_of_a_session_that_ended_expired_or_is_anothers_it_is_not_live) {
  const auto id = open(1);
  EXPECT_FALSE(look(mint::SessionId({7})).session_live);
  const auto budi = add("budi");
  EXPECT_FALSE(
      database->visitors().look(budi.id, id, place.clock.now()).value().value().session_live);
  const auto other = open(2);
  ASSERT_TRUE(database->sessions().end(other, place.clock.now(), event("session.ended")).value());
  EXPECT_FALSE(look(other).session_live);
  place.clock.advance(std::chrono::hours(1) - std::chrono::microseconds(1));
  EXPECT_TRUE(look(id).session_live);
  place.clock.advance(std::chrono::microseconds(1));
  EXPECT_FALSE(look(id).session_live);
}

TEST_P(Visitors, LS6_say_who_administers_and_who_is_disabled) {
  const auto id = open(1);
  ASSERT_TRUE(database->grants()
                  .add(ani_.id, identity::users::Grant::administrator, place.clock.now(),
                       event("grant.added"))
                  .value());
  EXPECT_TRUE(look(id).administrator);
  const auto budi = add("budi");
  ASSERT_TRUE(database->grants()
                  .add(budi.id, identity::users::Grant::administrator, place.clock.now(),
                       event("grant.added"))
                  .value());
  auto disabled = ani_;
  disabled.status = identity::users::Status::disabled;
  ASSERT_TRUE(std::holds_alternative<identity::users::User>(update(disabled)));
  EXPECT_EQ(look(id).status, identity::users::Status::disabled);
}

TEST_P(Visitors, LS4_a_code_that_waits_is_seen_without_being_taken) {
  const auto waits = [this](std::uint64_t number) {
    return database->visitors().waits(hash_of(number), place.clock.now()).value();
  };
  EXPECT_FALSE(waits(1));
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  ASSERT_TRUE(database->one_time().put(one_time(2), event("code.issued")));
  ASSERT_TRUE(
      database->one_time().put(one_time(3, mint::Purpose::setup_link), event("link.issued")));
  EXPECT_TRUE(waits(1));
  EXPECT_TRUE(waits(1));
  EXPECT_FALSE(waits(3));
  ASSERT_TRUE(std::holds_alternative<mint::Fresh>(spend(1).value()));
  EXPECT_FALSE(waits(1));
  place.clock.advance(std::chrono::seconds(60));
  EXPECT_FALSE(waits(2));
}

}  // namespace
}  // namespace contract
