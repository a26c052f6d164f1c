// KY1, walked through: three nodes whose clocks differ rotate their keys on schedule and by hand
// for a week, while a relying party keeps the published set for as long as max-age lets it and
// never asks before. Not one token may fail, at any moment of its life.
#include <deque>
#include <optional>
#include <set>

#include "jose/verifier.h"
#include "tests/unit/keys/ring_fixture.h"

namespace keys {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr auto kMinute = std::chrono::duration_cast<base::Duration>(minutes(1));

class Rotation : public KeyRingTest {
 protected:
  struct Node {
    support::ManualClock clock;
    std::unique_ptr<KeyRing> ring;
  };
  struct Token {
    std::string text;
    base::Instant dies;
  };

  Rotation() {
    options_.signs_for = hours(6);
    options_.longest_token = hours(2);
    options_.refresh_every = minutes(3);
  }

  void start(base::Duration ahead) {
    auto& node = nodes_.emplace_back();
    node.clock.set(clock_.now() + ahead);
    node.ring = KeyRing::open({.store = store_,
                               .sealer = sealer_,
                               .clock = node.clock,
                               .random = random_,
                               .log = log_},
                              options_)
                    .value();
  }

  // In turn, but so that signing, fetching and rotating meet in every combination.
  Node& some_node() {
    ++turn_;
    return nodes_[(turn_ + turn_ / 7) % nodes_.size()];
  }

  void tick() {
    clock_.advance(kMinute);
    ++minute_;
    for (std::size_t at = 0; at < nodes_.size(); ++at) {
      Node& node = nodes_[at];
      node.clock.advance(kMinute);
      if (minute_ % 3 == at) {  // no oftener than it must
        ASSERT_TRUE(node.ring->maintain().has_value());
      }
    }
    if (clock_.now() >= fetched_at_ + options_.max_age) {
      cached_.emplace(jose::parse_jwks(some_node().ring->snapshot()->public_set().json).value());
      fetched_at_ = clock_.now();
    }
  }

  void sign() {
    Node& node = some_node();
    const auto signer = node.ring->signer(kEdDSA);
    ASSERT_TRUE(signer.has_value());
    kids_.insert((*signer)->kid());
    tokens_.push_back({(*signer)->sign("at+jwt", "{}"), node.clock.now() + options_.longest_token});
  }

  void verify_all() {
    std::erase_if(tokens_, [&](const Token& token) { return token.dies <= clock_.now(); });
    for (const Token& token : tokens_) {
      ASSERT_TRUE(cached_->verify(token.text, {.typ = "at+jwt"}).has_value())
          << base::to_iso8601(clock_.now());
      ++verified_;
    }
  }

  std::deque<Node> nodes_;
  std::size_t minute_ = 0;
  std::size_t turn_ = 0;
  std::optional<jose::Verifier> cached_;
  base::Instant fetched_at_;
  std::vector<Token> tokens_;
  std::set<std::string> kids_;
  int verified_ = 0;
};

TEST_F(Rotation, no_token_is_ever_unverifiable_on_three_nodes_KY1) {
  start(base::Duration(0));
  start(minutes(2));
  start(-minutes(2));
  for (int minute = 0; minute < 7 * 24 * 60; ++minute) {
    tick();
    if (minute % 997 == 0) {
      ASSERT_TRUE(some_node().ring->rotate(kEdDSA, "cli").has_value());
    }
    if (minute % 5 == 0) {
      sign();
    }
    if (minute % 13 == 0) {
      verify_all();
    }
    ASSERT_FALSE(HasFatalFailure());
  }
  EXPECT_GT(kids_.size(), 25U);
  EXPECT_GT(verified_, 10'000);
  EXPECT_LE(cached_->keys().size(), 3U);
}

}  // namespace
}  // namespace keys
