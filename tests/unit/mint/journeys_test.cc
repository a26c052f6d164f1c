// What a browser takes to a provider, and what links the account it came back with.
#include "tests/unit/mint/mint_fixture.h"

namespace mint {
namespace {

class Journeys : public MintTest {
 protected:
  static constexpr auto kState = Purpose::upstream_state;
  static constexpr auto kLink = Purpose::link_proof;

  Voucher state() {
    const auto provider = federation::ProviderGate::pass({.name = "google"});
    return mint_
        ->state({.provider = provider},
                {.user_id = 23, .session = "t1", .redirect = "cb", .extra = {{"anew", 7}}},
                occasion_)
        .value();
  }
};

TEST_F(Journeys, FD5_a_state_is_good_once_and_for_ten_minutes) {
  const auto voucher = state();
  EXPECT_EQ(voucher.expires_at, clock_.now() + std::chrono::minutes(10));
  auto spent = mint_->spend<kState>(voucher.value.reveal_text(), occasion_).value();
  const auto* fresh = std::get_if<SpentProof<kState>>(&spent);
  ASSERT_NE(fresh, nullptr);
  EXPECT_EQ((*fresh)->bound.holder, "google");
  EXPECT_EQ((*fresh)->bound.session, "t1");
  EXPECT_EQ((*fresh)->bound.user_id, 23);
  EXPECT_EQ((*fresh)->bound.extra.at("anew"), 7);
  EXPECT_TRUE(std::holds_alternative<Replay>(
      mint_->spend<kState>(voucher.value.reveal_text(), occasion_).value()));
  const auto late = state();
  clock_.advance(std::chrono::minutes(10));
  EXPECT_TRUE(std::holds_alternative<Unknown>(
      mint_->spend<kState>(late.value.reveal_text(), occasion_).value()));
}

TEST_F(Journeys, FD4_a_proof_to_link_is_of_one_person_and_one_account) {
  const auto all = proofs();
  const auto arrival = federation::ArrivalGate::pass(
      {.provider = "google", .issuer = "https://a.test", .subject = "s"});
  const LinkWarrant warrant{.user = all.user, .session = all.session, .arrival = arrival};
  const auto voucher = mint_->link_proof(warrant, {{"subject", "another"}}, occasion_).value();
  auto spent = mint_->spend<kLink>(voucher.value.reveal_text(), occasion_).value();
  const auto& bound = std::get<SpentProof<kLink>>(spent)->bound;
  EXPECT_EQ(bound.user_id, 23);
  EXPECT_EQ(bound.session, session_id_.text());
  EXPECT_EQ(bound.extra.at("issuer"), "https://a.test");
  EXPECT_EQ(bound.extra.at("subject"), "s");

  auto other = facts();
  other.session.user_id = 24;
  const auto mixed = prove(other);
  const LinkWarrant of_two{.user = mixed.user, .session = mixed.session, .arrival = arrival};
  EXPECT_FALSE(mint_->link_proof(of_two, {}, occasion_));
}

}  // namespace
}  // namespace mint
