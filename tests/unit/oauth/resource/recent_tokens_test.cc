#include "oauth/resource/recent_tokens.h"

#include <functional>

#include "tests/unit/oauth/oauth_house.h"

namespace oauth::resource {
namespace {

using base::Thing;
using std::chrono::milliseconds;

// Families as they are kept; counts how often one is asked for.
class CountedFamilies final : public families::FamilyStore {
 public:
  explicit CountedFamilies(families::FamilyStore& store) : store_(store) {}

  base::Result<families::Opening> open_sole(const families::Sole& sole,
                                            const families::SoleEvents& events) override {
    return store_.open_sole(sole, events);
  }
  base::Done end(const families::Family& family, base::Instant now,
                 const audit::Event& event) override {
    return store_.end(family, now, event);
  }
  base::Result<families::Turn> turn(const families::Presented& presented,
                                    const families::TurnEvents& events) override {
    return store_.turn(presented, events);
  }
  base::Result<bool> advance(const families::Step& step, const audit::Event& turned) override {
    return store_.advance(step, turned);
  }
  base::Result<std::optional<families::Found>> find(const families::FamilyId& id,
                                                    base::Instant now) override {
    ++reads;
    auto found = store_.find(id, now);
    if (meanwhile) {
      std::exchange(meanwhile, nullptr)();
    }
    return found;
  }

  int reads = 0;
  std::function<void()> meanwhile;

 private:
  families::FamilyStore& store_;
};

class RecentTokensTest : public OauthHouse {
 protected:
  RecentTokensTest()
      : app_(add_client({.name = "App",
                         .redirect_uris = {kCallback},
                         .scopes = {"openid", "api"},
                         .for_itself = true})),
        opaque_(add_client({.name = "Opaque",
                            .redirect_uris = {kCallback},
                            .scopes = {"openid", "api"},
                            .access_tokens = AccessTokens::opaque})) {}

  std::string token_for(const ClientWithSecret& by) {
    return std::get<token::Given>(ask(by, redemption(code_for(by.client, {{"scope", "openid"}}))))
        .access_token;
  }
  Known find(const std::string& token) {
    const auto found = remembering_.token(token).value();
    const auto* known = std::get_if<Known>(&found);
    return known == nullptr ? nullptr : *known;
  }
  int reads_of(const std::string& token) {
    const int before = counted_.reads;
    EXPECT_TRUE(find(token));
    return counted_.reads - before;
  }
  void happened(Thing thing, base::BytesView key) {
    changes_here_.happened(base::Changes::place(thing, key));
  }

  base::Changes changes_here_;
  RecentClients recent_here_{client_rows_, clock_, changes_here_};
  CountedFamilies counted_{families_};
  families::FamilyGate counting_gate_{
      {.store = counted_, .key = families_key_, .clock = clock_, .limits = {}}};
  Bearers remembering_{{.keys = *oauth_ring_,
                        .families = counting_gate_,
                        .users = people_,
                        .clients = recent_here_,
                        .clock = clock_,
                        .changes = changes_here_,
                        .log = log_,
                        .issuer = kIssuer}};
  ClientWithSecret app_;
  ClientWithSecret opaque_;
};

TEST_F(RecentTokensTest, one_look_answers_for_half_a_second) {
  for (const auto* client : {&app_, &opaque_}) {
    const auto token = token_for(*client);
    EXPECT_EQ(reads_of(token), 1);
    clock_.advance(base::kRecent - milliseconds(1));
    EXPECT_EQ(reads_of(token), 0);
    clock_.advance(milliseconds(1));
    EXPECT_EQ(reads_of(token), 1);
  }
}

TEST_F(RecentTokensTest, whatever_it_rests_on_is_looked_at_again_when_that_changes_here) {
  for (const auto* client : {&app_, &opaque_}) {
    const auto token = token_for(*client);
    const auto known = find(token);
    const auto& family = *known->family;
    const std::function<void()> changes[] = {
        [&] { happened(Thing::family, family.id.bytes()); },
        [&] { happened(Thing::session, family.session.bytes()); },
        [&] { happened(Thing::client, client->client.id.bytes()); },
        [&] { happened(Thing::attributes, {}); },
        [&] { changes_here_.happened(base::Changes::place(Thing::person, family.user_id)); },
    };
    for (const auto& change : changes) {
      EXPECT_EQ(reads_of(token), 0);
      change();
      EXPECT_EQ(reads_of(token), 1);
    }
    changes_here_.happened(base::Changes::place(Thing::person, family.user_id + 1));
    EXPECT_EQ(reads_of(token), 0) << "somebody else";
  }
}

TEST_F(RecentTokensTest, what_changes_while_it_is_read_is_not_remembered) {
  const auto token = token_for(app_);
  const auto family = find(token)->family->id;
  happened(Thing::family, family.bytes());
  counted_.meanwhile = [&] { happened(Thing::family, family.bytes()); };
  EXPECT_EQ(reads_of(token), 1);
  EXPECT_EQ(reads_of(token), 1);
  EXPECT_EQ(reads_of(token), 0);
}

TEST_F(RecentTokensTest, a_clock_that_is_set_back_makes_it_live_no_longer) {
  const auto token = token_for(opaque_);
  EXPECT_EQ(reads_of(token), 1);
  clock_.advance(-milliseconds(1));
  EXPECT_EQ(reads_of(token), 1);
}

TEST_F(RecentTokensTest, it_rests_on_the_oldest_that_was_read_for_it) {
  ASSERT_TRUE(recent_here_.find(app_.client.id).value());
  clock_.advance(base::kRecent - milliseconds(1));
  const auto token = token_for(app_);
  EXPECT_EQ(reads_of(token), 1);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(reads_of(token), 1) << "its client was read half a second ago";
}

TEST_F(RecentTokensTest, of_a_ring_that_was_read_anew_a_signature_is_looked_at_again) {
  const auto token = token_for(app_);
  EXPECT_EQ(reads_of(token), 1);
  ASSERT_TRUE(oauth_ring_->refresh());
  EXPECT_EQ(reads_of(token), 1);
  EXPECT_EQ(reads_of(token), 0);
}

TEST_F(RecentTokensTest, KY1_a_signature_is_good_no_longer_than_its_token_and_its_keys) {
  RecentTokens recent({.keys = *oauth_ring_, .clock = clock_, .changes = changes_here_});
  const TokenKey key = crypto::hash_key("a token");
  const auto before = recent.before();
  const auto until = clock_.now() + milliseconds(10);
  EXPECT_FALSE(recent.is_signed(key));
  recent.keep_signed(before, key, until);
  EXPECT_TRUE(recent.is_signed(key));
  EXPECT_FALSE(recent.is_signed(crypto::hash_key("another")));
  clock_.advance(milliseconds(10));
  EXPECT_FALSE(recent.is_signed(key)) << "the token is over";

  recent.keep_signed(before, key, clock_.now() + std::chrono::hours(1));
  EXPECT_TRUE(recent.is_signed(key));
  ASSERT_TRUE(oauth_ring_->refresh());
  EXPECT_FALSE(recent.is_signed(key)) << "the keys were read anew";
  recent.keep_signed(before, key, clock_.now() + std::chrono::hours(1));
  EXPECT_FALSE(recent.is_signed(key)) << "it was verified by the keys before";
}

TEST_F(RecentTokensTest, what_a_door_told_is_told_again_until_it_changes) {
  const auto token = token_for(opaque_);
  EXPECT_FALSE(remembering_.told_recently(Door::userinfo, token).of);
  const auto known = find(token);
  remembering_.tell(Door::userinfo, known, std::any(std::string("her")));
  const auto told = remembering_.told_recently(Door::userinfo, token);
  EXPECT_EQ(std::any_cast<std::string>(*told.is), "her");
  EXPECT_FALSE(remembering_.told_recently(Door::introspection, token).is);
  changes_here_.happened(base::Changes::place(Thing::person, known->family->user_id));
  EXPECT_FALSE(remembering_.told_recently(Door::userinfo, token).is);
  // Of what was true before nothing comes into what is read now.
  const auto anew = find(token);
  remembering_.tell(Door::userinfo, known, std::any(std::string("as she was")));
  EXPECT_FALSE(remembering_.told_recently(Door::userinfo, token).is);
  remembering_.tell(Door::userinfo, anew, std::any(std::string("as she is")));
  EXPECT_TRUE(remembering_.told_recently(Door::userinfo, token).is);
}

TEST_F(RecentTokensTest, what_is_not_good_is_not_remembered) {
  const auto token = token_for(app_);
  auto forged = token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  EXPECT_TRUE(find(token));
  EXPECT_FALSE(find(forged));
  EXPECT_FALSE(remembering_.told_recently(Door::userinfo, forged).of);
  users_.disable(act_, ani_.id).value();
  clock_.advance(base::kRecent);
  EXPECT_FALSE(find(token));
  users_.enable(act_, ani_.id).value();
  EXPECT_FALSE(find(token)) << "the session went with it";
}

TEST_F(RecentTokensTest, a_token_lives_no_longer_than_it_says) {
  const auto token = token_for(opaque_);
  clock_.advance(std::chrono::hours(1) - milliseconds(100));
  EXPECT_TRUE(find(token));
  clock_.advance(milliseconds(100));
  EXPECT_FALSE(find(token));
}

TEST_F(RecentTokensTest, it_holds_no_more_than_it_may) {
  RecentTokens few(
      {.keys = *oauth_ring_, .clock = clock_, .changes = changes_here_, .most_live = 2});
  for (int number = 0; number < 5; ++number) {
    const auto token = find(token_for(opaque_));
    few.keep(few.before(), token);
    EXPECT_TRUE(few.find(token->key));
    EXPECT_LE(few.size(), 2U);
  }
}

}  // namespace
}  // namespace oauth::resource
