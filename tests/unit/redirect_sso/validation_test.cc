#include "redirect_sso/validation.h"

#include <atomic>
#include <thread>

#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {
namespace {

using identity::users::Grant;

class ValidationTest : public SsoHouse {};

TEST_F(ValidationTest, LS6_a_site_is_told_four_things_of_a_person) {
  const auto answer = bare(code_for(kBare));
  const auto* person = std::get_if<Person>(&answer);
  ASSERT_NE(person, nullptr);
  EXPECT_EQ(person->id, ani_.id);
  EXPECT_EQ(person->username, "ani");
  EXPECT_EQ(person->email, "ani@example.test");
  EXPECT_EQ(person->no_hp, "0812-3456-7890");
  EXPECT_EQ(count("site_code.spent"), 1U);
}

TEST_F(ValidationTest, LS2_a_code_is_good_once) {
  const std::string code = code_for(kBare);
  EXPECT_TRUE(is<Person>(bare(code)));
  EXPECT_TRUE(is<Refused>(bare(code)));
  EXPECT_EQ(count("site_code.replayed"), 1U);
}

TEST_F(ValidationTest, LS2_a_code_is_dead_after_a_minute) {
  const std::string first = code_for(kBare);
  const std::string second = code_for(kBare);
  clock_.advance(std::chrono::seconds(59));
  EXPECT_TRUE(is<Person>(bare(first)));
  clock_.advance(std::chrono::seconds(1));
  EXPECT_TRUE(is<Refused>(bare(second)));
}

TEST_F(ValidationTest, LS2_what_is_no_code_is_refused) {
  for (const auto code : {"x", "", "../../etc", "%00"}) {
    EXPECT_TRUE(is<Refused>(bare(code))) << code;
  }
  EXPECT_TRUE(is<Refused>(bare(code_for(kBare) + "=")));
  EXPECT_EQ(count("site_code.unknown"), 5U);
}

TEST_F(ValidationTest, LS4_a_site_with_a_secret_shows_it) {
  EXPECT_TRUE(is<Person>(with_secret(code_for(kGuarded))));
  EXPECT_TRUE(is<Refused>(bare(code_for(kGuarded))));
  EXPECT_EQ(last_reason(), "no credentials");
}

TEST_F(ValidationTest, LS2_without_the_secret_it_needs_a_code_is_burnt) {
  const std::string code = code_for(kGuarded);
  EXPECT_TRUE(is<Refused>(bare(code)));
  EXPECT_TRUE(is<Refused>(with_secret(code)));
}

TEST_F(ValidationTest, LS4_a_wrong_secret_opens_nothing_and_burns_nothing) {
  const std::string code = code_for(kGuarded);
  const auto with = [&](std::string id, std::string_view secret) {
    return ask(
        {.code = code,
         .credentials = Credentials{.site_id = std::move(id), .secret = base::Secret(secret)}});
  };
  EXPECT_TRUE(is<Refused>(with(guarded_.id.text(), "wrong")));
  EXPECT_TRUE(is<Refused>(with(guarded_.id.text(), "")));
  EXPECT_TRUE(is<Refused>(with(SiteId({7}).text(), secret_.reveal_text())));
  EXPECT_TRUE(is<Refused>(with("", secret_.reveal_text())));
  // A site without a secret has none to show.
  EXPECT_TRUE(is<Refused>(with(bare_.id.text(), "")));
  EXPECT_EQ(count("site.credentials_refused"), 5U);
  EXPECT_TRUE(is<Person>(with_secret(code)));
}

TEST_F(ValidationTest, LS2_another_sites_code_is_refused_and_burnt) {
  const std::string code = code_for(kBare);
  EXPECT_TRUE(is<Refused>(with_secret(code)));
  EXPECT_EQ(last_reason(), "another site's code");
  EXPECT_TRUE(is<Refused>(bare(code)));
}

TEST_F(ValidationTest, LS4_what_no_site_sends_burns_the_code) {
  const std::string code = code_for(kBare);
  EXPECT_TRUE(is<Refused>(ask({.code = code, .tampered = true})));
  EXPECT_TRUE(is<Refused>(bare(code)));
}

struct Broken {
  const char* gate;
  const char* reason;
};
// Path x gate: a good code, and one gate that shuts before it comes back.
class LS6_Gate : public SsoHouse, public testing::WithParamInterface<Broken> {
 protected:
  void shut(std::string_view gate) {
    if (gate == "disabled") {
      ASSERT_TRUE(users_.disable(act_, ani_.id));
    } else if (gate == "locked") {
      ASSERT_TRUE(users_.lock(act_, ani_.id));
    } else if (gate == "erased") {
      ASSERT_TRUE(users_.erase(act_, ani_.id));
    } else if (gate == "logged out") {
      ASSERT_TRUE(sessions_.end(act_, ani_.id, session_->session().id));
    } else if (gate == "administrator") {
      ASSERT_TRUE(users_.grant(act_, ani_.id, Grant::administrator));
    } else if (gate == "site disabled") {
      ASSERT_TRUE(sites_.set(act_, bare_.id, {.enabled = false}));
    } else if (gate == "site deleted") {
      ASSERT_TRUE(sites_.remove(act_, bare_.id));
    } else {
      ASSERT_TRUE(sites_.set(act_, bare_.id, {.redirect_urls = {{"https://bare.example/new"}}}));
    }
  }
};

TEST_P(LS6_Gate, IsAskedAgainWhenTheCodeComesBack) {
  const std::string code = code_for(kBare);
  ASSERT_NO_FATAL_FAILURE(shut(GetParam().gate));
  EXPECT_TRUE(is<Refused>(bare(code)));
  EXPECT_EQ(last_reason(), GetParam().reason);
  EXPECT_EQ(count("site_code.refused"), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Gates, LS6_Gate,
    testing::Values(Broken{"disabled", "person not active"}, Broken{"locked", "person not active"},
                    Broken{"erased", "person not active"}, Broken{"logged out", "session ended"},
                    Broken{"administrator", "administrator"},
                    Broken{"site disabled", "site gone or disabled"},
                    Broken{"site deleted", "site gone or disabled"},
                    Broken{"address changed", "address no longer registered"}));

TEST_F(ValidationTest, LS6_a_session_past_its_limit_makes_its_codes_worthless) {
  const base::Instant until = session_->session().absolute_until;
  while (until - clock_.now() > std::chrono::hours(6)) {
    clock_.advance(std::chrono::hours(6));
    ASSERT_TRUE(entered(cookie_));
  }
  clock_.advance(until - clock_.now() - std::chrono::seconds(30));
  const std::string code = code_for(kBare);
  clock_.advance(std::chrono::seconds(30));
  EXPECT_TRUE(is<Refused>(bare(code)));
  EXPECT_EQ(last_reason(), "session ended");
}

TEST_F(ValidationTest, LS3_of_many_at_once_one_is_answered) {
  const std::string code = code_for(kBare);
  std::atomic<int> told = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { told += is<Person>(bare(code)) ? 1 : 0; });
  }
  threads.clear();
  EXPECT_EQ(told, 1);
}

TEST_F(ValidationTest, LS4_guessing_is_slowed_for_a_network_and_nobody_else) {
  const GuessTariffs tariffs;
  for (std::uint32_t i = 0; i < tariffs.network.free; ++i) {
    ASSERT_TRUE(is<Refused>(bare("guess" + std::to_string(i))));
  }
  const auto slowed = bare("guess");
  ASSERT_TRUE(is<TooMany>(slowed));
  EXPECT_EQ(std::get<TooMany>(slowed).retry_after, std::chrono::seconds(1));
  EXPECT_TRUE(is<Refused>(ask({.code = "guess", .address = kElsewhere})));
}

TEST_F(ValidationTest, LS4_a_right_code_passes_a_closed_meter_or_rubbish_would_lock_people_out) {
  const GuessTariffs tariffs;
  while (!is<TooMany>(bare("guess"))) {
  }
  const auto before = count("site_code.unknown");
  EXPECT_TRUE(is<TooMany>(bare("guess")));
  EXPECT_EQ(count("site_code.unknown"), before);
  EXPECT_TRUE(is<Person>(bare(code_for(kBare))));
  EXPECT_TRUE(is<Person>(with_secret(code_for(kGuarded))));
  clock_.advance(tariffs.network.longest_delay);
  EXPECT_TRUE(is<Refused>(bare("guess")));
}

TEST_F(ValidationTest, LS4_wrong_secrets_are_counted_to_their_network_and_never_to_the_site) {
  const auto wrong = [this] {
    return ask({.code = "x",
                .credentials =
                    Credentials{.site_id = guarded_.id.text(), .secret = base::Secret("wrong")}});
  };
  while (!is<TooMany>(wrong())) {
  }
  EXPECT_TRUE(is<TooMany>(wrong()));
  EXPECT_TRUE(is<Person>(with_secret(code_for(kGuarded))));
}

TEST_F(ValidationTest, LS4_a_site_that_is_fed_rubbish_is_slowed_by_itself) {
  const GuessTariffs tariffs;
  for (std::uint32_t i = 0; i < tariffs.site.free; ++i) {
    ASSERT_TRUE(is<Refused>(with_secret("guess")));
  }
  EXPECT_TRUE(is<TooMany>(with_secret("guess")));
  EXPECT_TRUE(is<Refused>(bare("guess")));
  EXPECT_EQ(count("site_code.slowed"), 1U);
}

}  // namespace
}  // namespace redirect_sso
