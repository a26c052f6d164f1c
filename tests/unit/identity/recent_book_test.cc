#include <atomic>
#include <latch>
#include <thread>

#include "crypto/digest.h"
#include "tests/unit/identity/house.h"

namespace identity {
namespace {

using sessions::RecentBook;
using sessions::Session;

// Counts what is asked, and lets a test do something between the read and its answer.
class CountedBook final : public sessions::SessionBook {
 public:
  explicit CountedBook(sessions::SessionBook& book) : book_(book) {}

  base::Result<std::optional<sessions::Found>> look(base::BytesView hash) override {
    ++looks;
    auto found = book_.look(hash);
    if (meanwhile) {
      std::exchange(meanwhile, nullptr)();
    }
    return found;
  }
  base::Result<sessions::AtHand> look(users::UserId user, const mint::SessionId& id,
                                      base::Instant now) override {
    ++looks_by_id;
    return book_.look(user, id, now);
  }
  base::Result<std::vector<Session>> of(users::UserId user, base::Instant now) override {
    return book_.of(user, now);
  }
  bool touch(const mint::SessionId& id, base::Instant seen, base::Instant idle) override {
    ++touches;
    return book_.touch(id, seen, idle);
  }
  base::Result<bool> end(users::UserId user, const mint::SessionId& id, base::Instant now,
                         const audit::Event& event) override {
    return book_.end(user, id, now, event);
  }
  base::Result<std::size_t> end_all(users::UserId user, const std::optional<mint::SessionId>& keep,
                                    base::Instant now, const audit::Event& event) override {
    return book_.end_all(user, keep, now, event);
  }

  std::atomic<int> looks = 0;
  std::atomic<int> looks_by_id = 0;
  std::atomic<int> touches = 0;
  std::function<void()> meanwhile;

 private:
  sessions::SessionBook& book_;
};

class RecentBookTest : public House {
 protected:
  static constexpr std::size_t kMost = 8;

  mint::SessionRow row(std::uint8_t number, const users::User& user) const {
    base::IdBytes id{};
    id.back() = number;
    return {.id = mint::SessionId(id),
            .hash = hash(number),
            .user_id = user.id.value,
            .level = "one_factor",
            .authenticated_at = clock_.now(),
            .opened_at = clock_.now(),
            .idle_until = clock_.now() + std::chrono::hours(1),
            .absolute_until = clock_.now() + std::chrono::hours(2),
            .details = {.agent = "Firefox"}};
  }
  void open(std::uint8_t number, const users::User& user) {
    ASSERT_EQ(book_.open(row(number, user), {}, {}, {}).value(), mint::SessionOpening::opened);
  }
  static base::Secret cookie(std::uint8_t number) {
    return base::Secret("cookie " + std::to_string(number));
  }
  static base::Bytes hash(std::uint8_t number) { return crypto::sha256(cookie(number).reveal()); }
  bool live(std::uint8_t number) {
    return std::holds_alternative<sessions::Live>(checks_.check(cookie(number)).value());
  }
  bool remembered(std::uint8_t number) {
    return checks_.check_remembered(cookie(number)).has_value();
  }

  const users::User ani_ = add({{"username", "ani"}});
  const users::User budi_ = add({{"username", "budi"}});
  CountedBook counted_{book_};
  RecentBook recent_{counted_, clock_, kMost};
  sessions::Sessions checks_{recent_, clock_, {}};
  users::Users users_here_{{.store = people_,
                            .grants = people_,
                            .attributes = attributes_,
                            .sessions = recent_,
                            .clock = clock_,
                            .random = random_}};
};

TEST_F(RecentBookTest, answers_for_half_a_second_without_a_read) {
  open(1, ani_);
  EXPECT_FALSE(remembered(1));
  EXPECT_TRUE(live(1));
  clock_.advance(base::kRecent - base::Duration(1));
  EXPECT_TRUE(live(1));
  EXPECT_TRUE(remembered(1));
  EXPECT_EQ(checks_.check_remembered(cookie(1))->session.agent, "Firefox");
  EXPECT_EQ(counted_.looks, 1);
  clock_.advance(base::Duration(1));
  EXPECT_FALSE(remembered(1));
  EXPECT_TRUE(live(1));
  EXPECT_EQ(counted_.looks, 2);
}

TEST_F(RecentBookTest, who_asks_by_the_id_of_a_session_is_told_what_is_remembered_and_else_reads) {
  open(1, ani_);
  const mint::SessionId id = row(1, ani_).id;
  const auto lives = [&](const users::User& user) {
    const auto found = checks_.look_lately(user.id, id).value();
    return found.person && found.person->id == user.id && found.session.has_value();
  };
  EXPECT_TRUE(lives(ani_));
  EXPECT_EQ(counted_.looks_by_id, 1);
  EXPECT_TRUE(live(1));
  EXPECT_TRUE(lives(ani_));
  EXPECT_EQ(counted_.looks_by_id, 1);
  EXPECT_FALSE(lives(budi_));
  EXPECT_EQ(counted_.looks_by_id, 2);
  EXPECT_TRUE(checks_.end(act_, ani_.id, id).has_value());
  EXPECT_FALSE(lives(ani_));
  EXPECT_EQ(counted_.looks_by_id, 3);
}

TEST_F(RecentBookTest, what_is_remembered_by_its_id_is_over_with_its_limits_and_its_half_second) {
  auto brief = row(1, ani_);
  brief.idle_until = brief.absolute_until = clock_.now() + std::chrono::milliseconds(100);
  ASSERT_EQ(book_.open(brief, {}, {}, {}).value(), mint::SessionOpening::opened);
  EXPECT_TRUE(live(1));
  clock_.advance(std::chrono::milliseconds(100));
  EXPECT_FALSE(checks_.look_lately(ani_.id, brief.id).value().session);
  EXPECT_EQ(counted_.looks_by_id, 1);

  open(2, ani_);
  EXPECT_TRUE(live(2));
  clock_.advance(base::kRecent);
  EXPECT_TRUE(checks_.look_lately(ani_.id, row(2, ani_).id).value().session);
  EXPECT_EQ(counted_.looks_by_id, 2);
}

TEST_F(RecentBookTest, is_not_fooled_by_a_clock_that_goes_back) {
  open(1, ani_);
  EXPECT_TRUE(live(1));
  clock_.advance(std::chrono::hours(-1));
  EXPECT_FALSE(remembered(1));
}

TEST_F(RecentBookTest, what_another_node_ends_is_over_within_a_second) {
  open(1, ani_);
  EXPECT_TRUE(live(1));
  ASSERT_TRUE(book_.end(row(1, ani_).id, clock_.now(), {}).value());
  clock_.advance(std::chrono::seconds(1));
  EXPECT_FALSE(remembered(1));
  EXPECT_FALSE(live(1));
}

TEST_F(RecentBookTest, what_is_ended_here_is_forgotten_at_once) {
  for (std::uint8_t number = 1; number <= 4; ++number) {
    open(number, number == 4 ? budi_ : ani_);
    EXPECT_TRUE(live(number));
  }
  ASSERT_TRUE(checks_.end(act_, ani_.id, row(1, ani_).id));
  EXPECT_FALSE(live(1));
  EXPECT_TRUE(remembered(2));
  EXPECT_EQ(checks_.end_all(act_, ani_.id, row(3, ani_).id).value(), 1U);
  EXPECT_FALSE(live(2));
  EXPECT_TRUE(remembered(3));
  EXPECT_TRUE(remembered(4));
}

TEST_F(RecentBookTest, who_is_disabled_is_out_at_once) {
  open(1, ani_);
  EXPECT_TRUE(live(1));
  ASSERT_TRUE(users_here_.disable(act_, ani_.id));
  EXPECT_FALSE(remembered(1));
  EXPECT_TRUE(std::holds_alternative<sessions::Inactive>(checks_.check(cookie(1)).value()));
  EXPECT_FALSE(remembered(1));
}

TEST_F(RecentBookTest, what_changes_of_its_person_here_is_seen_at_once) {
  open(1, ani_);
  const auto seen = [&] {
    EXPECT_TRUE(live(1));
    return recent_.look_recent(ani_.id, row(1, ani_).id, clock_.now()).value();
  };
  EXPECT_EQ(seen().contact.username, "ani");
  EXPECT_FALSE(seen().standing.administrator);
  ASSERT_TRUE(users_here_.set(act_, users::Editor::administrator, ani_.id, std::nullopt,
                              {{"no_hp", "0812-3456-7890"}}));
  EXPECT_FALSE(recent_.look_recent(ani_.id, row(1, ani_).id, clock_.now()));
  EXPECT_EQ(seen().contact.no_hp, "0812-3456-7890");
  ASSERT_TRUE(users_here_.grant(act_, ani_.id, users::Grant::administrator));
  EXPECT_TRUE(seen().standing.administrator);
  ASSERT_TRUE(users_here_.grant(act_, budi_.id, users::Grant::administrator));
  ASSERT_TRUE(users_here_.revoke(act_, ani_.id, users::Grant::administrator));
  EXPECT_FALSE(seen().standing.administrator);
}

TEST_F(RecentBookTest, LG12_a_new_password_is_felt_at_once) {
  passwords::Passwords passwords({.store = password_rows_,
                                  .hasher = hasher_,
                                  .policy = policy_,
                                  .sessions = recent_,
                                  .clock = clock_});
  open(1, ani_);
  open(2, ani_);
  EXPECT_TRUE(live(1));
  EXPECT_TRUE(live(2));
  ASSERT_TRUE(passwords.set(act_, ani_, base::Secret("gerobak-soto-33-lilin"), row(2, ani_).id));
  EXPECT_FALSE(remembered(1));
  EXPECT_TRUE(remembered(2));
  EXPECT_FALSE(live(1));
}

TEST_F(RecentBookTest, a_session_that_a_login_replaces_is_forgotten_at_once) {
  const users::User citra = add_with_password("citra", kPassword);
  SessionGate gate(checks_);
  login::Entrance entrance({.mint = *mint_,
                            .logins = logins_,
                            .sessions = sessions_,
                            .devices = devices_,
                            .clock = clock_,
                            .rules = {},
                            .recent = &recent_});
  const auto log_in = [&](login::LiveSession session) {
    auto begun = std::get<login::Begun>(
        logins_.begin({.door = "d", .asked = {.log_in = true}}, session).value());
    const login::Held held{.id = begun.id, .cookie = std::move(begun.cookie)};
    const login::Submission submission =
        login::Give{.factor = "password", .presented = presented("citra", kPassword)};
    const auto finished = logins_.submit(act_, held, submission, session).value();
    auto entering = entrance.enter(act_, std::get<login::Finished>(finished), {}).value();
    return std::get<login::Entry>(std::move(entering)).cookie;
  };
  const base::Secret first = log_in(nullptr);
  auto entered = gate.check(first).value();
  EXPECT_TRUE(gate.check_remembered(first));
  log_in(&std::get<SessionGate::Entered>(entered));
  EXPECT_FALSE(gate.check_remembered(first));
  EXPECT_FALSE(std::holds_alternative<SessionGate::Entered>(gate.check(first).value()));
}

TEST_F(RecentBookTest, what_ends_between_the_read_and_its_answer_is_not_remembered) {
  open(1, ani_);
  counted_.meanwhile = [&] { ASSERT_TRUE(checks_.end(act_, ani_.id, row(1, ani_).id)); };
  EXPECT_TRUE(live(1));
  EXPECT_FALSE(remembered(1));
  EXPECT_FALSE(live(1));

  open(2, ani_);
  counted_.meanwhile = [&] { ASSERT_TRUE(checks_.end_all(act_, ani_.id, std::nullopt)); };
  EXPECT_TRUE(live(2));
  EXPECT_FALSE(remembered(2));
}

TEST_F(RecentBookTest, remembers_no_more_than_it_may_and_the_newest) {
  for (std::uint8_t number = 1; number <= 20; ++number) {
    open(number, ani_);
    EXPECT_TRUE(live(number));
    EXPECT_LE(recent_.size(), kMost);
  }
  EXPECT_FALSE(remembered(20 - kMost));
  EXPECT_TRUE(remembered(20 - kMost + 1));
  EXPECT_TRUE(remembered(20));
  clock_.advance(base::kRecent);
  EXPECT_TRUE(live(1));
  EXPECT_EQ(recent_.size(), 1U);
}

TEST_F(RecentBookTest, remembers_neither_what_is_not_there_nor_what_is_over) {
  open(1, ani_);
  ASSERT_TRUE(book_.end(row(1, ani_).id, clock_.now(), {}).value());
  EXPECT_FALSE(live(1));
  EXPECT_FALSE(live(2));
  EXPECT_EQ(recent_.size(), 0U);
  EXPECT_FALSE(recent_.look_recent({}));
}

TEST_F(RecentBookTest, leaves_a_use_that_is_to_be_written_down_to_who_may_wait_and_once) {
  open(1, ani_);
  clock_.advance(std::chrono::minutes(1) - std::chrono::milliseconds(100));
  EXPECT_TRUE(live(1));
  EXPECT_TRUE(remembered(1));
  clock_.advance(std::chrono::milliseconds(100));
  EXPECT_FALSE(remembered(1));
  EXPECT_TRUE(live(1));
  EXPECT_TRUE(live(1));
  EXPECT_TRUE(remembered(1));
  EXPECT_EQ(counted_.touches, 1);
}

TEST_F(RecentBookTest, does_not_outlive_the_limits_of_a_session) {
  auto short_one = row(1, ani_);
  short_one.idle_until = clock_.now() + std::chrono::milliseconds(100);
  ASSERT_EQ(book_.open(short_one, {}, {}, {}).value(), mint::SessionOpening::opened);
  EXPECT_TRUE(live(1));
  clock_.advance(std::chrono::milliseconds(100));
  EXPECT_FALSE(remembered(1));
  EXPECT_FALSE(live(1));
}

TEST_F(RecentBookTest, without_memory_there_is_none) {
  sessions::Sessions plain(book_, clock_, {});
  open(1, ani_);
  ASSERT_TRUE(std::holds_alternative<sessions::Live>(plain.check(cookie(1)).value()));
  EXPECT_FALSE(plain.check_remembered(cookie(1)));
}

TEST_F(RecentBookTest, many_threads_look_touch_and_end_and_an_end_is_seen_by_all) {
  constexpr std::uint8_t kSessions = 12;
  for (std::uint8_t number = 0; number < kSessions; ++number) {
    open(number, number % 2 == 0 ? ani_ : budi_);
  }
  std::array<std::atomic<bool>, kSessions> over{};
  std::latch start(4);
  std::vector<std::jthread> threads;
  for (std::uint8_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      start.arrive_and_wait();
      for (int turn = 0; turn < 600; ++turn) {
        const auto number = static_cast<std::uint8_t>((turn * 7 + thread) % kSessions);
        const bool was_over = over.at(number);
        const bool lives = remembered(number) || live(number);
        EXPECT_FALSE(was_over && lives);
        if (turn % 50 == 49) {
          const users::User& user = number % 2 == 0 ? ani_ : budi_;
          recent_.end(user.id, row(number, user).id, clock_.now(), {}).value();
          over.at(number) = true;
        }
      }
    });
  }
}

}  // namespace
}  // namespace identity
