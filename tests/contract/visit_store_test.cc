// Visits: whatever ends a session makes its visits due in the same transaction, and each is told by
// one node.
#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using redirect_sso::Notice;
using redirect_sso::SiteId;
using redirect_sso::VisitId;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class VisitStore : public OnEveryEngine {
 protected:
  VisitStore() : ani_(add("ani")), budi_(add("budi")) {}

  static mint::SessionId session(std::uint8_t number) { return mint::SessionId({number}); }
  static VisitId visit(std::uint8_t number) { return VisitId({number}); }
  base::Result<bool> open(std::uint8_t number, const identity::users::User& user,
                          const std::vector<mint::SessionId>& replaces = {}) {
    TRY_VAL(opening,
            database->sessions().open(session_row(session(number), user.id, hours(1), hours(2)),
                                      {.ids = replaces, .event = event("session.replaced")},
                                      std::nullopt, event("session.opened")));
    return opening == mint::SessionOpening::opened;
  }
  bool begin(std::uint8_t number, std::uint8_t of, const identity::users::User& user,
             const SiteId& site = kSite) {
    return database->visits()
        .begin({.id = visit(number),
                .site = site,
                .session = session(of),
                .user = user.id,
                .mark = hash_of(number)},
               place.clock.now())
        .value();
  }
  // Ani has session 1 with visit 1, Budi session 2 with visit 2.
  void begin_two() {
    ASSERT_TRUE(open(1, ani_).value());
    ASSERT_TRUE(open(2, budi_).value());
    ASSERT_TRUE(begin(1, 1, ani_));
    ASSERT_TRUE(begin(2, 2, budi_));
  }
  void end(std::uint8_t number) {
    ASSERT_TRUE(database->sessions()
                    .end(session(number), place.clock.now(), event("session.ended"))
                    .value());
  }
  std::vector<Notice> take(std::size_t most = 100, const SiteId& site = kSite) {
    return database->visits()
        .take({.site = site,
               .now = place.clock.now(),
               .until = place.clock.now() + seconds(30),
               .most = most})
        .value();
  }
  std::vector<std::uint8_t> taken() {
    std::vector<std::uint8_t> numbers;
    for (const Notice& notice : take()) {
      numbers.push_back(notice.id.bytes().front());
    }
    std::ranges::sort(numbers);
    return numbers;
  }
  std::size_t waiting() { return database->visits().waiting().value(); }

  inline static const SiteId kSite{base::IdBytes{77}};
  inline static const SiteId kOther{base::IdBytes{78}};
  using Numbers = std::vector<std::uint8_t>;
  const identity::users::User ani_;
  const identity::users::User budi_;
};
GAPURA_ON_EVERY_ENGINE(VisitStore);

TEST_P(VisitStore, is_due_with_the_end_of_its_session_and_says_whose_it_was) {
  begin_two();
  EXPECT_TRUE(database->visits().due(place.clock.now())->empty());
  EXPECT_TRUE(take().empty());
  place.clock.advance(minutes(1));
  end(1);
  EXPECT_EQ(database->visits().due(place.clock.now()).value(), std::vector<SiteId>{kSite});
  EXPECT_EQ(waiting(), 1U);
  EXPECT_TRUE(take(100, kOther).empty());
  const auto notices = take();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].id, visit(1));
  EXPECT_EQ(notices[0].site, kSite);
  EXPECT_EQ(notices[0].user, ani_.id);
  EXPECT_EQ(notices[0].mark, hash_of(1));
  EXPECT_EQ(notices[0].ended_at, place.clock.now());
  EXPECT_EQ(notices[0].leased_until, place.clock.now() + seconds(30));
  EXPECT_EQ(notices[0].tries, 1);
}

TEST_P(VisitStore, begins_with_a_live_session_of_that_person_alone) {
  begin_two();
  EXPECT_FALSE(begin(3, 1, budi_));
  EXPECT_FALSE(begin(3, 9, ani_));
  end(1);
  EXPECT_FALSE(begin(3, 1, ani_));
  place.clock.advance(hours(1));
  EXPECT_FALSE(begin(3, 2, budi_));
}

class EveryEnd : public VisitStore {
 protected:
  struct Way {
    std::string name;
    std::function<void(const identity::users::User&, std::uint8_t session)> end;
  };
  base::Instant now() const { return place.clock.now(); }
  base::Result<identity::users::Written> shut(identity::users::User user,
                                              identity::users::Status status) {
    user.status = status;
    return database->users().update_and_end(user, identity::users::keys_of(user),
                                            event("user.shut"), ending_at(now()));
  }
  base::Done put(const identity::users::User& user, const char* hash,
                 const std::optional<mint::SessionId>& keep = {}) {
    return database->passwords().put(user.id, {hash, now()}, event("password.set"),
                                     ending_at(now(), keep));
  }
  base::Result<bool> replace(const identity::users::User& user, const char* hash,
                             base::Instant since, const std::optional<mint::SessionId>& keep = {}) {
    return database->passwords().replace(user.id, since, {hash, now()}, event("password.set"),
                                         ending_at(now(), keep));
  }
  bool live(std::uint8_t number) {
    const auto found = database->book().look(hash_of(number)).value();
    return found && !found->session.ended_at;
  }
};
GAPURA_ON_EVERY_ENGINE(EveryEnd);

// Way of ending x engine: one write, and none of them forgets the session or the sites.
TEST_P(EveryEnd, LS6_ST1_of_a_session_makes_its_visits_due_in_the_same_write_and_no_others) {
  using identity::users::Status;
  const std::vector<Way> ways{
      {"logout, or this one from the account page",
       [&](const auto& user, auto number) {
         ASSERT_TRUE(
             database->book().end(user.id, session(number), now(), event("session.ended")).value());
       }},
      {"mint",
       [&](const auto&, auto number) {
         ASSERT_TRUE(
             database->sessions().end(session(number), now(), event("session.ended")).value());
       }},
      {"all of a person's",
       [&](const auto& user, auto) {
         ASSERT_EQ(database->book()
                       .end_all(user.id, std::nullopt, now(), event("session.all_ended"))
                       .value(),
                   1U);
       }},
      {"disabled", [&](const auto& user, auto) { ASSERT_TRUE(shut(user, Status::disabled)); }},
      {"locked", [&](const auto& user, auto) { ASSERT_TRUE(shut(user, Status::locked)); }},
      {"a password that is set", [&](const auto& user, auto) { ASSERT_TRUE(put(user, "new")); }},
      {"a password that is changed",
       [&](const auto& user, auto) {
         const auto since = database->passwords().find(user.id).value()->set_at;
         ASSERT_TRUE(replace(user, "new", since).value());
       }},
      {"erased", [&](const auto& user, auto) { erase(user); }},
      {"somebody else logs in in the same browser", [&](const auto&, auto number) {
         ASSERT_TRUE(open(200, budi_, {session(number)}).value());
       }}};
  ASSERT_TRUE(open(100, budi_).value());
  ASSERT_TRUE(begin(100, 100, budi_));
  std::uint8_t number = 0;
  for (const Way& way : ways) {
    SCOPED_TRACE(way.name);
    ++number;
    const auto person = add("ani" + std::to_string(number));
    ASSERT_TRUE(put(person, "first"));
    ASSERT_TRUE(open(number, person).value());
    ASSERT_TRUE(begin(number, number, person));
    std::atomic<int> rung = 0;
    database->visits().on_ended([&] { ++rung; });
    way.end(person, number);
    EXPECT_GT(rung, 0);
    database->visits().on_ended({});
    EXPECT_FALSE(live(number));
    const auto due = take();
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].user, person.id);
    ASSERT_TRUE(database->visits().told(due[0].id, event("site.logout_told")).value());
  }
  EXPECT_TRUE(live(100));
}

TEST_P(EveryEnd, LG12_by_a_password_spares_the_one_that_stays_and_what_is_refused_ends_none) {
  begin_two();
  ASSERT_TRUE(open(3, ani_).value());
  ASSERT_TRUE(begin(3, 3, ani_));
  const auto since = now();
  EXPECT_FALSE(replace(ani_, "x", since).value()) << "nothing to replace";
  auto stale = ani_;
  stale.version += 1;
  EXPECT_TRUE(std::holds_alternative<identity::users::Stale>(
      shut(stale, identity::users::Status::disabled).value()));
  EXPECT_EQ(waiting(), 0U);
  ASSERT_TRUE(put(ani_, "first", session(3)));
  EXPECT_EQ(taken(), Numbers{1});
  EXPECT_FALSE(live(1));
  EXPECT_TRUE(live(3));
  place.clock.advance(seconds(1));
  EXPECT_FALSE(replace(ani_, "x", since - seconds(1), session(2)).value()) << "another was first";
  EXPECT_TRUE(live(3));
  ASSERT_TRUE(replace(ani_, "second", since, session(3)).value());
  EXPECT_TRUE(live(3));
  ASSERT_TRUE(replace(ani_, "third", since + seconds(1)).value());
  EXPECT_FALSE(live(3));
  EXPECT_TRUE(live(2));
  EXPECT_EQ(std::ranges::count(types(), "session.all_ended"), 2);
}

// As the login does it: the session opens, then the password is looked at once more.
TEST_P(EveryEnd, LG12_a_session_that_opens_beside_a_new_password_is_ended_or_finds_it) {
  const auto second = GetParam() == support::EngineKind::memory ? nullptr : place.open("node-b");
  storage::Database& other = second ? *second : *database;
  ASSERT_TRUE(put(ani_, "before"));
  for (std::uint8_t round = 1; round <= 20; ++round) {
    const auto since = now();
    place.clock.advance(seconds(1));
    bool stands = false;
    together(2, [&](std::size_t thread) {
      if (thread == 0) {
        ASSERT_TRUE(open(round, ani_).value());
        stands = database->passwords().find(ani_.id).value()->set_at == since;
      } else {
        ASSERT_TRUE(
            other.passwords()
                .replace(ani_.id, since, {"after", now()}, event("password.set"), ending_at(now()))
                .value());
      }
    });
    EXPECT_FALSE(stands && live(round)) << int{round};
  }
}

TEST_P(VisitStore, stays_with_the_session_that_is_kept_and_goes_with_the_others) {
  begin_two();
  ASSERT_TRUE(open(3, ani_).value());
  ASSERT_TRUE(begin(3, 3, ani_));
  ASSERT_EQ(database->book()
                .end_all(ani_.id, session(1), place.clock.now(), event("session.all_ended"))
                .value(),
            1U);
  EXPECT_EQ(taken(), Numbers{3});
}

TEST_P(VisitStore, of_a_session_that_expired_is_due_when_all_of_the_person_end) {
  begin_two();
  place.clock.advance(hours(1));
  EXPECT_EQ(waiting(), 0U) << "nobody is told of an expiry";
  ASSERT_EQ(database->book()
                .end_all(ani_.id, std::nullopt, place.clock.now(), event("session.all_ended"))
                .value(),
            0U);
  EXPECT_EQ(taken(), Numbers{1});
}

TEST_P(VisitStore, LS6_of_a_session_that_expired_is_due_when_its_person_logs_out_all_the_same) {
  begin_two();
  place.clock.advance(hours(1));
  const auto log_out = [&](const identity::users::User& user) {
    return database->book()
        .end(user.id, session(1), place.clock.now(), event("session.ended"))
        .value();
  };
  EXPECT_FALSE(log_out(budi_));
  EXPECT_EQ(waiting(), 0U);
  EXPECT_FALSE(log_out(ani_));
  EXPECT_EQ(taken(), Numbers{1});
  EXPECT_EQ(std::ranges::count(types(), "session.ended"), 0);
}

TEST_P(VisitStore, moves_on_to_the_session_that_takes_its_sessions_place) {
  begin_two();
  place.clock.advance(minutes(1));
  ASSERT_TRUE(open(3, ani_, {session(1)}).value());
  EXPECT_EQ(waiting(), 0U);
  end(3);
  EXPECT_EQ(taken(), Numbers{1});
}

TEST_P(VisitStore, AZ14_of_somebody_else_ends_when_a_session_takes_the_place_of_theirs) {
  begin_two();
  ASSERT_TRUE(open(3, budi_, {session(1), session(2)}).value());
  EXPECT_EQ(taken(), Numbers{1});
  end(3);
  EXPECT_EQ(taken(), Numbers{2});
}

TEST_P(VisitStore, is_taken_once_until_its_lease_is_over) {
  begin_two();
  end(1);
  const auto first = take();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(take().empty());
  EXPECT_TRUE(database->visits().due(place.clock.now())->empty());
  EXPECT_EQ(waiting(), 1U);
  place.clock.advance(seconds(30));
  const auto second = take();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].tries, 2);
  // The first who took it comes too late to say anything but that it was told.
  EXPECT_FALSE(database->visits().postpone(first[0], place.clock.now() + hours(1), "late").value());
  EXPECT_FALSE(database->visits().give_up(first[0], event("site.logout_given_up")).value());
  EXPECT_TRUE(database->visits().told(first[0].id, event("site.logout_told")).value());
  EXPECT_FALSE(database->visits().told(second[0].id, event("site.logout_told")).value());
  EXPECT_EQ(waiting(), 0U);
  expect_whole_trail(2 + 2 + 1 + 1);
}

TEST_P(VisitStore, of_many_that_take_at_once_each_is_lent_to_one) {
  ASSERT_TRUE(open(1, ani_).value());
  for (std::uint8_t number = 1; number <= 12; ++number) {
    ASSERT_TRUE(begin(number, 1, ani_));
  }
  end(1);
  const auto second = GetParam() == support::EngineKind::memory ? nullptr : place.open("node-b");
  std::mutex mutex;
  std::vector<VisitId> lent;
  together(8, [&](std::size_t thread) {
    storage::Database& node = second && thread % 2 == 1 ? *second : *database;
    for (int round = 0; round < 3; ++round) {
      const auto notices = node.visits().take({.site = kSite,
                                               .now = place.clock.now(),
                                               .until = place.clock.now() + seconds(30),
                                               .most = 2});
      ASSERT_TRUE(notices);
      const std::lock_guard lock(mutex);
      for (const Notice& notice : *notices) {
        lent.push_back(notice.id);
      }
    }
  });
  for (const Notice& notice : take()) {
    lent.push_back(notice.id);
  }
  std::ranges::sort(lent);
  EXPECT_EQ(lent.size(), 12U);
  EXPECT_TRUE(std::ranges::adjacent_find(lent) == lent.end());
}

TEST_P(VisitStore, that_failed_comes_again_when_it_is_said_and_tells_why) {
  begin_two();
  end(1);
  place.clock.advance(seconds(1));
  end(2);
  const auto ended = place.clock.now() - seconds(1);
  for (const Notice& notice : take()) {
    const auto due = place.clock.now() + seconds(notice.id == visit(1) ? 10 : 20);
    ASSERT_TRUE(database->visits()
                    .postpone(notice, due, notice.id == visit(1) ? "first Ω" : "second")
                    .value());
  }
  const auto told = database->visits().waiting(kSite).value();
  EXPECT_EQ(told.count, 2U);
  EXPECT_EQ(told.since, ended);
  EXPECT_EQ(told.failure, "second");
  EXPECT_EQ(database->visits().waiting(kOther)->count, 0U);
  EXPECT_FALSE(database->visits().waiting(kOther)->since);
  EXPECT_TRUE(take().empty());
  place.clock.advance(seconds(10));
  EXPECT_EQ(taken(), Numbers{1});
  place.clock.advance(seconds(10));
  EXPECT_EQ(taken(), Numbers{2});
}

TEST_P(VisitStore, that_is_given_up_goes_with_its_entry) {
  begin_two();
  end(1);
  const auto notices = take();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_TRUE(database->visits().give_up(notices[0], event("site.logout_given_up")).value());
  EXPECT_EQ(waiting(), 0U);
  EXPECT_EQ(types().back(), "site.logout_given_up");
}

// Whoever is about to be shut out could push a visit out of the book otherwise, and keep what it
// began.
TEST_P(VisitStore, LS6_of_one_session_at_one_site_the_newest_stay_and_the_others_are_told) {
  std::atomic<int> rung = 0;
  database->visits().on_ended([&] { ++rung; });
  ASSERT_TRUE(open(1, ani_).value());
  constexpr auto kMost = static_cast<std::uint8_t>(redirect_sso::VisitStore::kMost);
  for (std::uint8_t number = 1; number <= kMost; ++number) {
    ASSERT_TRUE(begin(number, 1, ani_));
  }
  ASSERT_TRUE(begin(200, 1, ani_, kOther));
  EXPECT_EQ(waiting(), 0U);
  EXPECT_EQ(rung, 0);
  place.clock.advance(minutes(1));
  for (std::uint8_t number = kMost + 1; number <= kMost + 3; ++number) {
    ASSERT_TRUE(begin(number, 1, ani_));
  }
  EXPECT_EQ(rung, 3);
  const auto surplus = take();
  ASSERT_EQ(surplus.size(), 3U);
  EXPECT_EQ(surplus.front().ended_at, place.clock.now());
  place.clock.advance(seconds(30));
  EXPECT_EQ(taken(), (Numbers{1, 2, 3}));
  end(1);
  const auto numbers = taken();
  EXPECT_EQ(numbers.size(), kMost);
  EXPECT_EQ(numbers.front(), 4);
  EXPECT_EQ(take(100, kOther).size(), 1U);
  database->visits().on_ended({});
}

TEST_P(VisitStore, goes_with_its_site) {
  ASSERT_TRUE(std::holds_alternative<redirect_sso::Site>(
      database->sites()
          .add({.id = kSite,
                .name = "S",
                .redirect_urls = {"https://s.example/cb"},
                .created_at = place.clock.now(),
                .updated_at = place.clock.now()},
               event("site.added"))
          .value()));
  begin_two();
  ASSERT_TRUE(begin(3, 2, budi_, kOther));
  end(1);
  ASSERT_TRUE(database->sites().remove(kSite, event("site.deleted")).value());
  EXPECT_EQ(waiting(), 0U);
  end(2);
  EXPECT_TRUE(take().empty());
  EXPECT_EQ(take(100, kOther).size(), 1U);
}

TEST_P(VisitStore, is_swept_when_its_session_is_long_over_but_never_before_its_site_is_told) {
  begin_two();
  end(1);
  place.clock.advance(hours(26) - base::Duration(1));
  ASSERT_TRUE(database->sweep(place.clock.now(), 100));
  EXPECT_EQ(database->book()
                .end_all(budi_.id, std::nullopt, place.clock.now(), event("session.all_ended"))
                .value(),
            0U);
  EXPECT_EQ(taken(), (Numbers{1, 2}));
  ASSERT_TRUE(open(3, budi_).value());
  ASSERT_TRUE(begin(3, 3, budi_));
  place.clock.advance(hours(26));
  ASSERT_TRUE(database->sweep(place.clock.now(), 100));
  ASSERT_TRUE(database->book().end_all(budi_.id, std::nullopt, place.clock.now(),
                                       event("session.all_ended")));
  EXPECT_EQ(taken(), (Numbers{1, 2}));
}

TEST_P(VisitStore, rings_when_something_may_be_due_and_not_after_it_was_let_go) {
  std::atomic<int> rung = 0;
  database->visits().on_ended([&] { ++rung; });
  begin_two();
  const int before = rung;
  end(1);
  EXPECT_GT(rung, before);
  const int one = rung;
  erase(budi_);
  EXPECT_GT(rung, one);
  database->visits().on_ended({});
  const int two = rung;
  ASSERT_TRUE(open(3, ani_).value());
  end(3);
  EXPECT_EQ(rung, two);
}

// Either the end takes the visit with it, or there is none: never one that nobody is told of.
TEST_P(VisitStore, LS6_that_begins_while_its_session_ends_is_told_or_never_was) {
  const auto second = GetParam() == support::EngineKind::memory ? nullptr : place.open("node-b");
  storage::Database& other = second ? *second : *database;
  for (std::uint8_t round = 1; round <= 20; ++round) {
    ASSERT_TRUE(open(round, ani_).value());
    std::atomic<bool> begun = false;
    together(2, [&](std::size_t thread) {
      if (thread == 0) {
        begun = begin(round, round, ani_);
      } else {
        EXPECT_TRUE(other.sessions()
                        .end(session(round), place.clock.now(), event("session.ended"))
                        .value());
      }
    });
    EXPECT_EQ(take().size(), begun ? 1U : 0U);
  }
}

}  // namespace
}  // namespace contract
