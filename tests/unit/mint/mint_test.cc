#include "mint/mint.h"

#include <atomic>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "mint/voucher.h"
#include "tests/unit/mint/mint_fixture.h"

namespace mint {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST_F(MintTest, an_access_token_says_what_the_proofs_say_RFC9068) {
  auto code = spent_code();
  const auto made = mint_->tokens(proofs().redemption(std::move(code)), {{order()}}, occasion_);
  ASSERT_TRUE(made.has_value());
  const auto claims = claims_of(made->at(0));
  const std::int64_t now = base::to_seconds(clock_.now());
  const base::json::object expected{{"iss", "https://id.example"},
                                    {"sub", "s-23"},
                                    {"aud", "api"},
                                    {"exp", now + 3600},
                                    {"iat", now},
                                    {"jti", made->at(0).jti},
                                    {"client_id", "c1"},
                                    {"scope", "openid view-user"},
                                    {"auth_time", now - 180},
                                    {"sid", session_id_.text()},
                                    {"acr", "pwd"},
                                    {"family", FamilyId({7}).text()}};
  EXPECT_EQ(claims, expected);
  EXPECT_EQ(base::to_seconds(made->at(0).expires_at), now + 3600);
}

TEST_F(MintTest, an_id_token_is_for_the_client_and_holds_the_hash_of_its_neighbour) {
  auto code = spent_code();
  TokenOrder id_token = order(TokenType::id_token);
  id_token.claims["nonce"] = "n1";
  const auto made =
      mint_->tokens(proofs().redemption(std::move(code)), {{order(), id_token}}, occasion_);
  ASSERT_TRUE(made.has_value());
  const auto claims = claims_of(made->at(1), "JWT");
  EXPECT_EQ(claims.at("aud"), "c1");
  EXPECT_EQ(claims.at("nonce"), "n1");
  EXPECT_FALSE(claims.contains("client_id"));
  EXPECT_FALSE(claims.contains("scope"));
  // Of Ed25519 the hash is SHA-512.
  const auto hash = crypto::sha512(base::bytes_of(made->at(0).text));
  EXPECT_EQ(claims.at("at_hash").as_string(), base::to_base64url(base::BytesView(hash).first(32)));
  EXPECT_FALSE(ring_->verify(made->at(1).text, {.typ = "at+jwt"}).has_value())
      << "an ID token is no access token";
}

TEST_F(MintTest, all_tokens_of_one_answer_are_one_entry_of_the_trail) {
  auto code = spent_code();
  const std::size_t before = trail_.types().size();
  const auto made = mint_->tokens(proofs().redemption(std::move(code)),
                                  {{order(), order(TokenType::id_token)}}, occasion_);
  ASSERT_TRUE(made.has_value());
  ASSERT_EQ(trail_.types().size(), before + 1);
  EXPECT_EQ(last_event().type, "token.issued");
  EXPECT_EQ(last_event().subject, "user:23");
  EXPECT_EQ(last_event().address, "192.0.2.1");
  for (const Token& token : *made) {
    EXPECT_NE(last_event().details.find(token.jti), std::string::npos);
    EXPECT_EQ(last_event().details.find(token.text), std::string::npos);
  }
}

TEST_F(MintTest, a_client_is_its_own_subject) {
  const Proofs all = proofs();
  const auto made = mint_->token(ClientWarrant{all.client, all.scope}, order(), occasion_);
  ASSERT_TRUE(made.has_value());
  const auto claims = claims_of(*made);
  EXPECT_EQ(claims.at("sub"), "c1");
  EXPECT_FALSE(claims.contains("sid"));
  EXPECT_EQ(last_event().subject, "client:c1");
  EXPECT_FALSE(
      mint_->token(ClientWarrant{all.client, all.scope}, order(TokenType::id_token), occasion_)
          .has_value());
}

TEST_F(MintTest, the_frontend_gets_a_token_for_the_house) {
  Facts of_the_house = facts();
  of_the_house.family_holder = kHouse;
  const Proofs all = prove(of_the_house);
  const std::size_t before = trail_.types().size();
  const auto made = mint_->tokens(FrontendWarrant{all.user, all.session, all.family},
                                  {{order(), order(TokenType::refresh_token)}}, occasion_);
  ASSERT_TRUE(made.has_value());
  const auto claims = claims_of(made->at(0));
  EXPECT_EQ(claims.at("aud"), "https://id.example/auth");
  EXPECT_EQ(claims.at("client_id"), "https://id.example");
  EXPECT_EQ(claims.at("sid").as_string(), session_id_.text());
  EXPECT_EQ(claims.at("family").as_string(), FamilyId({7}).text());
  EXPECT_EQ(trail_.types().size(), before + 1);

  const auto next = mint_->tokens(FrontendRefreshWarrant{all.user, all.family},
                                  {{order(), order(TokenType::refresh_token)}}, occasion_);
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->at(1).text, made->at(1).text) << "of one generation there is one (TK5)";
}

TEST_F(MintTest, what_the_step_of_a_family_has_told_the_trail_is_not_told_twice) {
  Facts of_the_house = facts();
  of_the_house.family_holder = kHouse;
  of_the_house.family_told = true;
  const Proofs all = prove(of_the_house);
  const std::size_t before = trail_.types().size();
  EXPECT_TRUE(mint_->tokens(FrontendRefreshWarrant{all.user, all.family}, {{order()}}, occasion_));
  EXPECT_EQ(trail_.types().size(), before);

  Facts of_a_client = facts();
  of_a_client.family_told = true;
  const Proofs others = prove(of_a_client);
  EXPECT_TRUE(
      mint_->tokens({others.client, others.family, others.user, others.scope, others.consent},
                    {{order()}}, occasion_));
  EXPECT_EQ(trail_.types().size(), before);
}

TEST_F(MintTest, several_audiences_are_a_list) {
  Facts changed = facts();
  changed.scope.audience = {"api", "files"};
  const Proofs all = prove(changed);
  const auto made = mint_->token(ClientWarrant{all.client, all.scope}, order(), occasion_);
  EXPECT_EQ(claims_of(made.value()).at("aud"), (base::json::array{"api", "files"}));
  changed.scope.audience.clear();
  const Proofs none = prove(changed);
  EXPECT_FALSE(mint_->token(ClientWarrant{none.client, none.scope}, order(), occasion_));
}

TEST_F(MintTest, no_order_can_say_what_is_mints_to_say) {
  const Proofs all = proofs();
  for (const char* name : {"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope",
                           "auth_time", "sid", "acr", "at_hash", "family"}) {
    TokenOrder forged = order();
    forged.claims[name] = "forged";
    EXPECT_FALSE(mint_->token(ClientWarrant{all.client, all.scope}, forged, occasion_)) << name;
  }
}

TEST_F(MintTest, no_token_outlives_the_key_that_signed_it) {
  const Proofs all = proofs();
  TokenOrder wanted = order();
  for (const seconds life : {seconds(0), seconds(-1), seconds(hours(24)) + seconds(1)}) {
    wanted.life = life;
    EXPECT_FALSE(mint_->token(ClientWarrant{all.client, all.scope}, wanted, occasion_));
  }
  wanted.life = hours(24);
  EXPECT_TRUE(mint_->token(ClientWarrant{all.client, all.scope}, wanted, occasion_));
}

TEST_F(MintTest, an_algorithm_without_a_key_makes_no_token) {
  const Proofs all = proofs();
  TokenOrder wanted = order();
  wanted.algorithm = crypto::SignatureAlgorithm::RS256;
  const auto made = mint_->token(ClientWarrant{all.client, all.scope}, wanted, occasion_);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, base::ErrorCode::unavailable);
}

TEST_F(MintTest, a_jti_never_comes_twice) {
  const Proofs all = proofs();
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    seen.insert(mint_->token(ClientWarrant{all.client, all.scope}, order(), occasion_).value().jti);
  }
  EXPECT_EQ(seen.size(), 1000U);
}

TEST_F(MintTest, a_code_is_stored_as_its_hash_alone) {
  const auto code = mint_->code(proofs().entry(), {{"state", "s"}}, occasion_);
  ASSERT_TRUE(code.has_value());
  const std::string value(code->value.reveal_text());
  const OneTime& row = vouchers_.rows().at(0).row;
  EXPECT_EQ(row.hash, voucher_key(value));
  EXPECT_EQ(row.bound.find(value), std::string::npos);
  EXPECT_EQ(row.expires_at, clock_.now() + seconds(60));
  EXPECT_EQ(row.issued_at, clock_.now());
  EXPECT_EQ(last_event().type, "site_code.issued");
  EXPECT_EQ(last_event().subject.find(value), std::string::npos);
  EXPECT_EQ(last_event().details, R"({"user":"user:23","holder":"site1"})");
}

TEST_F(MintTest, whoever_spends_a_code_finds_what_the_proofs_said_where_it_was_made_and_elsewhere) {
  const auto other = Mint::make(parts_, {.issuer = "https://id.example"}).value();
  for (Mint* mint : {mint_.get(), other.get()}) {
    const auto entry = mint_->code(proofs().entry(), {{"state", "s"}}, occasion_);
    const auto entered = mint->spend<Purpose::site_code>(entry->value.reveal_text(), occasion_);
    const Bound& bound = std::get<SpentProof<Purpose::site_code>>(entered.value())->bound;
    EXPECT_EQ(bound.user_id, 23);
    EXPECT_EQ(bound.session, session_id_.text());
    EXPECT_EQ(bound.holder, "site1");
    EXPECT_EQ(bound.redirect, "https://s.example/cb?x=1");
    EXPECT_EQ(bound.extra, (base::json::object{{"state", "s"}}));
    EXPECT_EQ(last_event().type, "site_code.spent");

    const auto code = mint_->code(proofs().authorization(), {{"nonce", "n"}}, occasion_);
    const std::string value(code->value.reveal_text());
    EXPECT_EQ(mint->made_for(kCode, value).value()->extra.at("nonce"), "n");
    const auto spent = mint->spend<kCode>(value, occasion_);
    const Bound& granted = std::get<SpentProof<kCode>>(spent.value())->bound;
    EXPECT_EQ(granted.user_id, 23);
    EXPECT_EQ(granted.session, session_id_.text());
    EXPECT_EQ(granted.holder, "c1");
    EXPECT_EQ(granted.redirect, "https://c1.example/cb");
    EXPECT_EQ(granted.scope, "openid view-user");
    EXPECT_EQ(granted.extra, (base::json::object{{"nonce", "n"}}));
  }
}

TEST_F(MintTest, a_code_is_spent_once_and_a_replay_names_what_came_of_it) {
  const auto code = mint_->code(proofs().authorization(), {}, occasion_);
  ASSERT_TRUE(mint_->spend<kCode>(code->value.reveal_text(), occasion_).has_value());
  const base::Instant spent_at = clock_.now();
  clock_.advance(seconds(5));
  const auto again = mint_->spend<kCode>(code->value.reveal_text(), occasion_);
  const auto* replay = std::get_if<Replay>(&again.value());
  ASSERT_NE(replay, nullptr);
  EXPECT_EQ(replay->spent_at, spent_at);
  EXPECT_EQ(replay->bound.holder, "c1");
  EXPECT_EQ(last_event().type, "authorization_code.replayed");
  EXPECT_EQ(last_event().outcome, audit::Outcome::denied);
}

TEST_F(MintTest, of_many_that_spend_at_once_one_gets_the_proof) {
  const auto code = mint_->code(proofs().authorization(), {}, occasion_);
  std::atomic<int> fresh = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        const auto spent = mint_->spend<kCode>(code->value.reveal_text(), occasion_);
        fresh += std::holds_alternative<SpentProof<kCode>>(spent.value()) ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(fresh, 1);
}

TEST_F(MintTest, one_spending_makes_tokens_once_TK2) {
  auto code = spent_code();
  const Proofs all = proofs();
  ASSERT_TRUE(mint_->tokens(all.redemption(std::move(code)), {{order()}}, occasion_).has_value());
  // NOLINTNEXTLINE(bugprone-use-after-move): that it proves nothing any more is what is shown.
  EXPECT_FALSE(mint_->tokens(all.redemption(std::move(code)), {{order()}}, occasion_).has_value());
}

TEST_F(MintTest, a_code_of_one_purpose_does_not_exist_for_another) {
  const auto code = mint_->code(proofs().entry(), {}, occasion_);
  const auto spent = mint_->spend<kCode>(code->value.reveal_text(), occasion_);
  EXPECT_TRUE(std::holds_alternative<Unknown>(spent.value()));
  EXPECT_EQ(last_event().type, "authorization_code.unknown");
}

TEST_F(MintTest, what_never_was_a_code_is_unknown_whatever_it_looks_like) {
  for (const std::string& value :
       {std::string(), std::string("x"), std::string(43, 'A'), std::string(100'000, '\0')}) {
    const auto spent = mint_->spend<kCode>(value, occasion_);
    EXPECT_TRUE(std::holds_alternative<Unknown>(spent.value()));
  }
}

TEST_F(MintTest, a_code_is_dead_after_a_minute_and_can_be_told_to_die_sooner_only) {
  const auto code = mint_->code(proofs().authorization(), {}, occasion_);
  clock_.advance(seconds(60));
  const auto spent = mint_->spend<kCode>(code->value.reveal_text(), occasion_);
  EXPECT_TRUE(std::holds_alternative<Unknown>(spent.value()));

  const auto with_life = [&](seconds life) {
    return Mint::make(parts_, {.issuer = "https://id.example", .code_life = life});
  };
  EXPECT_TRUE(with_life(seconds(10)).has_value());
  EXPECT_EQ(with_life(seconds(61)).error().clause, "RFC6749-4.1.2");
  EXPECT_EQ(with_life(seconds(0)).error().clause, "RFC6749-4.1.2");
  EXPECT_EQ(Mint::make(parts_, {.issuer = ""}).error().clause, "RFC8414-2");
}

TEST_F(MintTest, what_a_code_is_for_is_known_where_it_was_made_until_it_is_taken) {
  const auto code = mint_->code(proofs().authorization(), {{"nonce", "n"}}, occasion_);
  const std::string value(code->value.reveal_text());
  vouchers_.rows().back().row.bound = "unreadable";
  EXPECT_EQ(mint_->made_for(kCode, value).value()->extra.at("nonce"), "n");
  const auto spent = mint_->spend<kCode>(value, occasion_);
  EXPECT_EQ(std::get<SpentProof<kCode>>(spent.value())->bound.extra.at("nonce"), "n");
  EXPECT_FALSE(mint_->made_for(kCode, value).has_value());
  EXPECT_FALSE(mint_->made_for(kCode, "nothing").value());
}

TEST_F(MintTest, what_is_long_is_read_again) {
  const auto code = mint_->code(proofs().authorization(), {{"nonce", std::string(3000, 'n')}}, {});
  const std::string value(code->value.reveal_text());
  EXPECT_TRUE(mint_->made_for(kCode, value).value());
  vouchers_.rows().back().row.bound = "unreadable";
  EXPECT_FALSE(mint_->made_for(kCode, value).has_value());
}

TEST_F(MintTest, TK2_a_code_that_is_known_where_it_was_made_is_good_once_all_the_same) {
  const auto other = Mint::make(parts_, {.issuer = "https://id.example"}).value();
  const auto code = mint_->code(proofs().authorization(), {}, occasion_);
  const std::string value(code->value.reveal_text());
  EXPECT_TRUE(std::holds_alternative<SpentProof<kCode>>(*other->spend<kCode>(value, occasion_)));
  EXPECT_TRUE(mint_->made_for(kCode, value).value());
  EXPECT_TRUE(std::holds_alternative<Replay>(*mint_->spend<kCode>(value, occasion_)));
}

TEST_F(MintTest, a_row_that_was_tampered_with_proves_nothing_where_it_is_read) {
  const auto other = Mint::make(parts_, {.issuer = "https://id.example"}).value();
  for (const char* bound : {"", "{}", "[]", R"({"user":"23"})"}) {
    const auto code = mint_->code(proofs().authorization(), {}, occasion_);
    vouchers_.rows().back().row.bound = bound;
    EXPECT_FALSE(other->spend<kCode>(code->value.reveal_text(), occasion_).has_value()) << bound;
  }
}

TEST_F(MintTest, a_setup_link_lives_an_hour_and_is_spent_once) {
  const auto setup = identity::SetupGate::pass();
  const auto link = mint_->link({setup}, {.actor = "cli"});
  ASSERT_TRUE(link.has_value());
  EXPECT_EQ(link->expires_at, clock_.now() + hours(1));
  EXPECT_EQ(last_event().type, "setup_link.issued");
  EXPECT_EQ(last_event().actor, "cli");
  clock_.advance(hours(1) - seconds(1));
  const auto spent =
      mint_->spend<Purpose::setup_link>(link->value.reveal_text(), {.actor = "nobody"});
  EXPECT_TRUE(std::holds_alternative<SpentProof<Purpose::setup_link>>(spent.value()));
}

TEST_F(MintTest, a_session_is_stored_as_its_hash_and_holds_what_was_proven) {
  const Proofs all = proofs();
  const auto opened = mint_->session({all.user, all.factors},
                                     {.idle = hours(12), .absolute = hours(24 * 30)}, occasion_);
  ASSERT_TRUE(opened.has_value());
  const std::string value(opened->value.reveal_text());
  EXPECT_EQ(value.size(), 43U);
  const SessionRow& row = sessions_.rows().at(0);
  EXPECT_EQ(row.id, opened->id);
  EXPECT_EQ(row.hash, crypto::sha256(base::bytes_of(value)));
  EXPECT_EQ(row.user_id, 23);
  EXPECT_EQ(row.level, "pwd");
  EXPECT_EQ(row.idle_until, clock_.now() + hours(12));
  EXPECT_EQ(row.absolute_until, clock_.now() + hours(24 * 30));
  EXPECT_EQ(last_event().type, "session.opened");
  EXPECT_NE(last_event().details.find(opened->id.text()), std::string::npos);
  EXPECT_EQ(last_event().details.find(value), std::string::npos);
}

TEST_F(MintTest, a_session_carries_its_details_and_ends_those_it_replaces) {
  const Proofs all = proofs();
  const auto first = mint_->session({all.user, all.factors}, {hours(1), hours(1)}, occasion_);
  const SessionDetails details{
      .factors = {"password", "totp"}, .remembered = true, .agent = "Firefox", .address = "::1"};
  ASSERT_TRUE(mint_->session(
      {all.user, all.factors},
      {.idle = hours(1), .absolute = hours(2), .details = details, .replaces = {first->id}},
      occasion_));
  ASSERT_EQ(sessions_.rows().size(), 1U);
  const SessionRow& row = sessions_.rows().front();
  EXPECT_EQ(row.opened_at, clock_.now());
  EXPECT_EQ(row.details.factors, details.factors);
  EXPECT_TRUE(row.details.remembered);
  EXPECT_EQ(row.details.agent, details.agent);
  EXPECT_EQ(row.details.address, details.address);
  EXPECT_EQ(trail_.types(),
            (std::vector<std::string>{"session.opened", "session.replaced", "session.opened"}));
}

TEST_F(MintTest, nobody_has_a_session_who_is_no_longer_active_when_it_is_written) {
  const Proofs all = proofs();
  sessions_.answer(SessionOpening::not_active);
  const auto refused = mint_->session({all.user, all.factors}, {hours(1), hours(1)}, occasion_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::forbidden);
  EXPECT_TRUE(trail_.types().empty());
}

TEST_F(MintTest, a_session_concludes_the_login_that_it_comes_of) {
  const Proofs all = proofs();
  const SessionOrder order{
      .idle = hours(1),
      .absolute = hours(1),
      .concludes = Conclusion{
          .row = {{.id = base::Id<identity::login::TransactionTag>({4, 5}), .version = 2}},
          .event = {.type = "login.finished"}}};
  ASSERT_TRUE(mint_->session({all.user, all.factors}, order, occasion_));
  ASSERT_TRUE(sessions_.concluded());
  EXPECT_EQ(sessions_.concluded()->id, order.concludes->row->id);
  EXPECT_EQ(sessions_.concluded()->version, 2);
  EXPECT_EQ(trail_.types(), (std::vector<std::string>{"login.finished", "session.opened"}));

  sessions_.answer(SessionOpening::overtaken);
  const auto refused = mint_->session({all.user, all.factors}, order, occasion_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
}

TEST_F(MintTest, a_session_without_sane_limits_is_not_opened) {
  const Proofs all = proofs();
  for (const SessionOrder& wrong : {SessionOrder{}, SessionOrder{.idle = hours(1)},
                                    SessionOrder{.idle = hours(2), .absolute = hours(1)}}) {
    EXPECT_FALSE(mint_->session({all.user, all.factors}, wrong, occasion_).has_value());
  }
  EXPECT_TRUE(sessions_.rows().empty());
}

TEST_F(MintTest, what_the_trail_does_not_take_is_not_made) {
  const Proofs all = proofs();
  auto code = spent_code();
  const std::size_t rows = vouchers_.rows().size();
  trail_.fail(true);
  EXPECT_FALSE(mint_->tokens(all.redemption(std::move(code)), {{order()}}, occasion_).has_value());
  EXPECT_FALSE(mint_->code(all.entry(), {}, occasion_).has_value());
  EXPECT_FALSE(mint_->session({all.user, all.factors}, {hours(1), hours(1)}, occasion_));
  EXPECT_FALSE(mint_->spend<kCode>("x", occasion_).has_value());
  EXPECT_EQ(vouchers_.rows().size(), rows);
}

TEST_F(MintTest, nothing_is_made_when_nothing_was_ordered) {
  auto code = spent_code();
  EXPECT_FALSE(mint_->tokens(proofs().redemption(std::move(code)), {}, occasion_).has_value());
}

TEST_F(MintTest, TK11_what_somebody_else_made_is_taken_once_until_it_is_over) {
  const auto take = [&](std::string_view value) {
    return mint_
        ->first_time(Purpose::client_assertion, value, clock_.now() + std::chrono::minutes(6), "c1",
                     occasion_)
        .value();
  };
  EXPECT_TRUE(take("c1 j1"));
  EXPECT_FALSE(take("c1 j1"));
  EXPECT_TRUE(take("c1 j2"));
}

}  // namespace
}  // namespace mint
