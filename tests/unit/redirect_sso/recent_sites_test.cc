#include "redirect_sso/recent_sites.h"

#include <atomic>
#include <functional>
#include <utility>

#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {
namespace {

using std::chrono::milliseconds;

// Counts what is asked, says what was changed as the database does, and lets a test do something
// between the read and its answer.
class CountedSites final : public SiteStore {
 public:
  CountedSites(SiteStore& store, base::Changes& changes) : store_(store), changes_(changes) {}

  base::Result<SiteWritten> add(const Site& site, const audit::Event& event) override {
    return store_.add(site, event);
  }
  base::Result<SiteWritten> update(const Site& site, const audit::Event& event) override {
    auto updated = store_.update(site, event);
    changed(site.id);
    return updated;
  }
  base::Result<bool> remove(const SiteId& id, const audit::Event& event) override {
    auto removed = store_.remove(id, event);
    changed(id);
    return removed;
  }
  base::Result<FoundSite> find(const SiteId& id) override {
    ++reads;
    auto found = store_.find(id);
    if (meanwhile) {
      std::exchange(meanwhile, nullptr)();
    }
    return found;
  }
  base::Result<FoundSite> find_by_url(const std::string& url) override {
    ++reads;
    return store_.find_by_url(url);
  }
  base::Result<std::vector<Site>> list() override { return store_.list(); }

  int reads = 0;
  std::function<void()> meanwhile;

 private:
  void changed(const SiteId& id) {
    changes_.happened(base::Changes::place(base::Thing::site, id.bytes()));
  }

  SiteStore& store_;
  base::Changes& changes_;
};

class RecentSitesTest : public SsoHouse {
 protected:
  static constexpr std::size_t kMost = 4;

  // As another process changes it.
  void disable_elsewhere() {
    ASSERT_TRUE(sites_.set(act_, bare_.id, {.enabled = false}).has_value());
  }
  bool enabled() { return recent_.find(bare_.id).value()->enabled; }

  base::Changes changes_;
  CountedSites counted_{site_rows_, changes_};
  RecentSites recent_{counted_, clock_, changes_, kMost};
  Sites through_{{.store = recent_,
                  .clock = clock_,
                  .random = random_,
                  .ids = ids_,
                  .sealer = sealer_,
                  .plain = PlainHttp::on_loopback}};
};

TEST_F(RecentSitesTest, one_read_answers_by_id_and_by_address_for_half_a_second) {
  const FoundSite first = recent_.find_by_url(kBare).value();
  EXPECT_EQ(*first, bare_);
  clock_.advance(base::kRecent - milliseconds(1));
  EXPECT_EQ(recent_.find(bare_.id).value(), first);
  EXPECT_EQ(recent_.find_by_url(kBare).value(), first);
  EXPECT_EQ(counted_.reads, 1);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(recent_.find(bare_.id).value()->name, "Bare");
  EXPECT_EQ(counted_.reads, 2);
}

TEST_F(RecentSitesTest, FT4_what_another_process_changes_is_seen_after_half_a_second) {
  EXPECT_TRUE(enabled());
  disable_elsewhere();
  EXPECT_TRUE(enabled());
  clock_.advance(base::kRecent);
  EXPECT_FALSE(enabled());
  EXPECT_LE(base::kRecent, std::chrono::seconds(1));
}

TEST_F(RecentSitesTest, LS4_a_rotated_secret_stops_where_it_is_rotated_and_soon_elsewhere) {
  const auto good = [&](const base::Secret& secret) {
    const Credentials shown{.site_id = guarded_.id.text(), .secret = secret.clone()};
    return authenticate(recent_, shown, clock_.now()).value() != nullptr;
  };
  EXPECT_TRUE(good(secret_));
  const auto second = through_.rotate_secret(act_, guarded_.id, {}).value().secret.clone();
  EXPECT_FALSE(good(secret_));
  EXPECT_TRUE(good(second));
  const auto third = sites_.rotate_secret(act_, guarded_.id, {}).value().secret.clone();
  clock_.advance(base::kRecent);
  EXPECT_FALSE(good(second));
  EXPECT_TRUE(good(third));
}

TEST_F(RecentSitesTest, what_is_changed_through_it_is_seen_at_once) {
  EXPECT_TRUE(enabled());
  ASSERT_TRUE(through_.set(act_, bare_.id, {.enabled = false}).has_value());
  EXPECT_FALSE(enabled());
  ASSERT_TRUE(recent_.find_by_url(kBare).value());
  ASSERT_TRUE(through_.remove(act_, bare_.id).has_value());
  EXPECT_FALSE(recent_.find(bare_.id).value());
  EXPECT_FALSE(recent_.find_by_url(kBare).value());
}

TEST_F(RecentSitesTest, what_changes_while_it_is_read_is_not_remembered) {
  counted_.meanwhile = [&] {
    ASSERT_TRUE(through_.set(act_, bare_.id, {.enabled = false}).has_value());
  };
  EXPECT_TRUE(enabled()) << "as it was when it was read";
  EXPECT_FALSE(enabled());
}

TEST_F(RecentSitesTest, a_clock_that_is_set_back_makes_it_live_no_longer) {
  EXPECT_TRUE(enabled());
  disable_elsewhere();
  clock_.advance(-std::chrono::hours(1));
  EXPECT_FALSE(enabled());
}

TEST_F(RecentSitesTest, what_is_nobodys_is_not_remembered) {
  EXPECT_FALSE(recent_.find_by_url("https://new.example/cb").value());
  ASSERT_TRUE(sites_.add(act_, {.name = "New", .redirect_urls = {"https://new.example/cb"}}));
  EXPECT_TRUE(recent_.find_by_url("https://new.example/cb").value());
}

TEST_F(RecentSitesTest, more_than_it_holds_are_found_all_the_same) {
  std::vector<SiteId> ids;
  for (std::size_t number = 0; number < 3 * kMost; ++number) {
    const std::string url = "https://" + std::to_string(number) + ".example/cb";
    ids.push_back(sites_.add(act_, {.name = url, .redirect_urls = {url}}).value().site.id);
  }
  for (int round = 0; round < 2; ++round) {
    for (const SiteId& id : ids) {
      EXPECT_EQ(recent_.find(id).value()->id, id);
    }
  }
}

}  // namespace
}  // namespace redirect_sso
