#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using identity::consent::Answer;
using identity::consent::Consent;
using identity::consent::Question;
using identity::consent::QuestionId;
using identity::consent::Reply;
using identity::users::UserId;
using std::chrono::minutes;

class ConsentStore : public OnEveryEngine {
 protected:
  static constexpr UserId kAni{23};
  const mint::SessionId session_{base::IdBytes{5}};

  Question question(std::uint8_t number, std::vector<std::string> scopes = {"openid", "profile"},
                    const std::string& client = "klien-Ω") const {
    return {.id = QuestionId(base::IdBytes{0, number}),
            .person = kAni,
            .session = session_,
            .client = client,
            .scopes = std::move(scopes),
            .wish = {.door = "authorize", .request = R"({"a":1})", .client = "Klien"},
            .expires_at = place.clock.now() + minutes(30)};
  }
  void ask(const Question& asked) { ASSERT_TRUE(database->consents().ask(asked)); }
  bool answer(const Question& asked, Reply reply) {
    return database->consents()
        .answer({.question = asked.id,
                 .session = asked.session,
                 .reply = reply,
                 .at = place.clock.now()},
                event(reply == Reply::allowed ? "consent.given" : "consent.denied"))
        .value();
  }
  void give(std::uint8_t number, std::vector<std::string> scopes,
            const std::string& client = "klien-Ω") {
    const auto asked = question(number, std::move(scopes), client);
    ask(asked);
    ASSERT_TRUE(answer(asked, Reply::allowed));
  }
  std::optional<Consent> consent(const std::string& client = "klien-Ω") {
    return database->consents().find(kAni, client).value();
  }
  families::Family family(std::uint8_t number, UserId person, const std::string& holder) const {
    return {.id = families::FamilyId(base::IdBytes{number}),
            .holder = holder,
            .user_id = person.value,
            .session = session_,
            .outlives_session = true,
            .seed = hash_of(number),
            .opened_at = place.clock.now(),
            .turned_at = place.clock.now(),
            .idle_until = place.clock.now() + minutes(60),
            .absolute_until = place.clock.now() + minutes(60)};
  }
  bool lives(const families::Family& one) {
    return database->families().find(one.id, place.clock.now()).value()->live;
  }
};
GAPURA_ON_EVERY_ENGINE(ConsentStore);

TEST_P(ConsentStore, a_question_is_given_back_as_it_was_asked) {
  ask(question(1));
  const auto found = database->consents().find(question(1).id).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->person, kAni);
  EXPECT_EQ(found->session, session_);
  EXPECT_EQ(found->client, "klien-Ω");
  EXPECT_EQ(found->scopes, (std::vector<std::string>{"openid", "profile"}));
  EXPECT_EQ(found->wish.request, R"({"a":1})");
  EXPECT_EQ(found->reply, Reply::none);
  EXPECT_EQ(found->expires_at, question(1).expires_at);
  EXPECT_FALSE(database->consents().find(question(2).id).value());
}

TEST_P(ConsentStore, AZ13_what_is_allowed_is_on_record_and_a_question_is_answered_once) {
  ask(question(1));
  EXPECT_FALSE(consent());
  EXPECT_TRUE(answer(question(1), Reply::allowed));
  EXPECT_EQ(consent(), (Consent{.person = kAni,
                                .client = "klien-Ω",
                                .scopes = {"openid", "profile"},
                                .given_at = place.clock.now()}));
  EXPECT_FALSE(answer(question(1), Reply::allowed));
  EXPECT_FALSE(answer(question(1), Reply::denied));
  EXPECT_EQ(database->consents().find(question(1).id).value()->reply, Reply::allowed);
  EXPECT_EQ(types(), std::vector<std::string>{"consent.given"});
}

TEST_P(ConsentStore, AZ13_who_says_no_allows_nothing_and_cannot_say_yes_after) {
  ask(question(1));
  EXPECT_TRUE(answer(question(1), Reply::denied));
  EXPECT_FALSE(answer(question(1), Reply::allowed));
  EXPECT_FALSE(consent());
  EXPECT_EQ(types(), std::vector<std::string>{"consent.denied"});
}

TEST_P(ConsentStore, AZ13_another_session_and_a_late_answer_allow_nothing) {
  ask(question(1));
  auto other = question(1);
  other.session = mint::SessionId(base::IdBytes{6});
  EXPECT_FALSE(answer(other, Reply::allowed));
  place.clock.advance(minutes(30));
  EXPECT_FALSE(answer(question(1), Reply::allowed));
  EXPECT_FALSE(answer(question(9), Reply::allowed));
  EXPECT_FALSE(consent());
  EXPECT_TRUE(types().empty());
}

TEST_P(ConsentStore, what_is_allowed_later_joins_what_was_before) {
  const auto first = place.clock.now();
  give(1, {"openid", "profile"});
  place.clock.advance(minutes(1));
  give(2, {"email", "openid"});
  EXPECT_EQ(consent()->scopes, (std::vector<std::string>{"openid", "profile", "email"}));
  EXPECT_EQ(consent()->given_at, first);
}

TEST_P(ConsentStore, answers_of_one_moment_are_all_kept) {
  std::vector<std::string> all;
  for (std::uint8_t number = 0; number < 8; ++number) {
    ask(question(number, {"scope-" + std::to_string(number)}));
    all.push_back("scope-" + std::to_string(number));
  }
  together(8, [&](std::size_t number) {
    answer(question(static_cast<std::uint8_t>(number)), Reply::allowed);
  });
  EXPECT_THAT(consent()->scopes, testing::UnorderedElementsAreArray(all));
}

TEST_P(ConsentStore, TK8_what_is_withdrawn_takes_the_families_of_that_person_and_client_along) {
  give(1, {"openid"});
  give(2, {"openid"}, "lain");
  const auto mine = family(1, kAni, "klien-Ω");
  const auto other_client = family(2, kAni, "lain");
  const auto other_person = family(3, UserId{24}, "klien-Ω");
  for (const auto& one : {mine, other_client, other_person}) {
    open_sole(one);
  }
  const auto withdraw = [&] {
    return database->consents()
        .withdraw(kAni, "klien-Ω", place.clock.now(), event("consent.withdrawn"))
        .value();
  };
  EXPECT_TRUE(withdraw());
  EXPECT_FALSE(withdraw());
  EXPECT_FALSE(consent());
  EXPECT_FALSE(lives(mine));
  EXPECT_TRUE(lives(other_client));
  EXPECT_TRUE(lives(other_person));
  const auto left = database->consents().of(kAni).value();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].client, "lain");
  EXPECT_EQ(std::ranges::count(types(), "consent.withdrawn"), 1);
}

TEST_P(ConsentStore, nothing_is_left_of_who_is_erased) {
  const auto ani = add("ani");
  auto asked = question(1);
  asked.person = ani.id;
  ask(asked);
  ASSERT_TRUE(answer(asked, Reply::allowed));
  give(2, {"openid"});
  erase(ani);
  EXPECT_TRUE(database->consents().of(ani.id).value().empty());
  EXPECT_FALSE(database->consents().find(asked.id).value());
  EXPECT_TRUE(consent()) << "of somebody else";
}

TEST_P(ConsentStore, nothing_is_left_of_a_client_that_is_deleted) {
  const oauth::Client client{.id = oauth::ClientId({7}), .name = "K"};
  ASSERT_TRUE(database->clients().add(client, event("client.added")));
  give(1, {"openid"}, client.id.text());
  give(2, {"openid"});
  ask(question(3, {"email"}, client.id.text()));
  ASSERT_TRUE(database->clients().remove(client.id, event("client.deleted")).value());
  EXPECT_FALSE(consent(client.id.text()));
  EXPECT_FALSE(database->consents().find(question(3).id).value());
  EXPECT_TRUE(consent());
}

TEST_P(ConsentStore, the_oldest_questions_of_a_session_give_way) {
  constexpr std::uint8_t kMost = identity::consent::ConsentStore::kMostOfSession;
  auto other = question(100);
  other.session = mint::SessionId(base::IdBytes{6});
  ask(other);
  for (std::uint8_t number = 1; number <= kMost + 1; ++number) {
    ask(question(number));
  }
  EXPECT_FALSE(database->consents().find(question(1).id).value());
  EXPECT_TRUE(database->consents().find(question(2).id).value());
  EXPECT_TRUE(database->consents().find(question(kMost + 1).id).value());
  EXPECT_TRUE(database->consents().find(other.id).value());
}

TEST_P(ConsentStore, a_question_stays_for_an_hour_after_its_time_and_a_consent_for_good) {
  give(1, {"openid"});
  place.clock.advance(minutes(30 + 59));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 0U);
  place.clock.advance(minutes(1));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 1U);
  EXPECT_FALSE(database->consents().find(question(1).id).value());
  EXPECT_TRUE(consent());
}

}  // namespace
}  // namespace contract
