#include "oauth/registry/recent_clients.h"

#include <functional>
#include <utility>

#include "tests/unit/oauth/oauth_house.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;

// Counts what is asked, says what was changed as the database does, and lets a test do something
// between the read and its answer.
class CountedClients final : public ClientStore {
 public:
  CountedClients(ClientStore& store, base::Changes& changes) : store_(store), changes_(changes) {}

  base::Done add(const Client& client, const audit::Event& event) override {
    return store_.add(client, event);
  }
  base::Result<ClientWritten> update(const Client& client, const audit::Event& event) override {
    auto updated = store_.update(client, event);
    changed(client.id);
    return updated;
  }
  base::Result<bool> remove(const ClientId& id, const audit::Event& event) override {
    auto removed = store_.remove(id, event);
    changed(id);
    return removed;
  }
  base::Result<FoundClient> find(const ClientId& id) override {
    ++reads;
    auto found = store_.find(id);
    if (meanwhile) {
      std::exchange(meanwhile, nullptr)();
    }
    return found;
  }
  base::Result<std::vector<Client>> list() override { return store_.list(); }

  int reads = 0;
  std::function<void()> meanwhile;

 private:
  void changed(const ClientId& id) {
    changes_.happened(base::Changes::place(base::Thing::client, id.bytes()));
  }

  ClientStore& store_;
  base::Changes& changes_;
};

class RecentClientsTest : public OauthHouse {
 protected:
  static constexpr std::size_t kMost = 4;

  // As another process changes it.
  void disable_elsewhere() {
    ASSERT_TRUE(clients_.set(act_, web_.client.id, {.enabled = false}).has_value());
  }
  bool enabled() { return recent_.find(web_.client.id).value()->enabled; }

  base::Changes changes_here_;
  CountedClients counted_{client_rows_, changes_here_};
  RecentClients recent_{counted_, clock_, changes_here_, kMost};
  Clients through_{{.store = recent_,
                    .clock = clock_,
                    .random = random_,
                    .ids = ids_,
                    .sealer = sealer_,
                    .plain = PlainHttp::on_loopback}};
};

TEST_F(RecentClientsTest, one_read_answers_for_half_a_second) {
  EXPECT_FALSE(recent_.look_recent(web_.client.id));
  const FoundClient first = recent_.find(web_.client.id).value();
  EXPECT_EQ(*first, web_.client);
  clock_.advance(base::kRecent - milliseconds(1));
  EXPECT_EQ(recent_.find(web_.client.id).value(), first);
  EXPECT_EQ(recent_.look_recent(web_.client.id)->value, first);
  EXPECT_EQ(counted_.reads, 1);
  clock_.advance(milliseconds(1));
  EXPECT_FALSE(recent_.look_recent(web_.client.id));
  EXPECT_TRUE(enabled());
  EXPECT_EQ(counted_.reads, 2);
}

TEST_F(RecentClientsTest, what_another_process_changes_is_seen_after_half_a_second) {
  EXPECT_TRUE(enabled());
  disable_elsewhere();
  EXPECT_TRUE(enabled());
  clock_.advance(base::kRecent);
  EXPECT_FALSE(enabled());
}

TEST_F(RecentClientsTest, what_is_changed_through_it_is_seen_at_once) {
  EXPECT_TRUE(enabled());
  ASSERT_TRUE(through_.set(act_, web_.client.id, {.enabled = false}).has_value());
  EXPECT_FALSE(enabled());
  ASSERT_TRUE(through_.remove(act_, web_.client.id).has_value());
  EXPECT_FALSE(recent_.find(web_.client.id).value());
}

TEST_F(RecentClientsTest, what_changes_while_it_is_read_is_not_remembered) {
  counted_.meanwhile = [&] {
    ASSERT_TRUE(through_.set(act_, web_.client.id, {.enabled = false}).has_value());
  };
  EXPECT_TRUE(enabled()) << "as it was when it was read";
  EXPECT_FALSE(enabled());
}

TEST_F(RecentClientsTest, a_clock_that_is_set_back_makes_it_live_no_longer) {
  EXPECT_TRUE(enabled());
  disable_elsewhere();
  clock_.advance(-std::chrono::hours(1));
  EXPECT_FALSE(enabled());
}

TEST_F(RecentClientsTest, what_is_not_there_is_not_remembered) {
  const ClientId nobody{base::IdBytes{7}};
  EXPECT_FALSE(recent_.find(nobody).value());
  EXPECT_FALSE(recent_.find(nobody).value());
  EXPECT_EQ(counted_.reads, 2);
}

TEST_F(RecentClientsTest, more_than_it_holds_are_found_all_the_same) {
  for (int round = 0; round < 2; ++round) {
    for (std::size_t number = 0; number < 3 * kMost; ++number) {
      const auto made = add_client({.name = "Many", .redirect_uris = {kCallback}});
      EXPECT_EQ(recent_.find(made.client.id).value()->id, made.client.id);
    }
  }
}

}  // namespace
}  // namespace oauth
