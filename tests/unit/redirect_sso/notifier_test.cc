// What comes of telling a site, and that no site waits for another. The sites are a port.
#include "redirect_sso/notifier.h"

#include <condition_variable>
#include <latch>
#include <set>

#include "redirect_sso/logout_key.h"
#include "redirect_sso/logout_notice.h"
#include "redirect_sso/teller.h"
#include "tests/support/kept_log.h"
#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Line final : public SiteLine {
 public:
  Delivery deliver(const Letter& letter) override {
    std::unique_lock lock(mutex_);
    letters_.push_back(letter);
    changed_.notify_all();
    changed_.wait(lock, [&] { return !hanging_.contains(letter.address); });
    const auto answer = answers_.find(letter.address);
    return answer == answers_.end() ? Delivery(Delivered{}) : answer->second;
  }
  void answer(const std::string& address, Delivery delivery) {
    const std::lock_guard lock(mutex_);
    answers_.insert_or_assign(address, std::move(delivery));
  }
  void hang(const std::string& address) {
    const std::lock_guard lock(mutex_);
    hanging_.insert(address);
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    hanging_.clear();
    changed_.notify_all();
  }
  std::size_t count(const std::string& address) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count(letters_, address, &Letter::address));
  }
  // Until so many went there; false when it takes longer than anything here may.
  bool await(const std::string& address, std::size_t letters) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, seconds(20), [&] {
      return static_cast<std::size_t>(std::ranges::count(letters_, address, &Letter::address)) >=
             letters;
    });
  }
  std::vector<Letter> letters() const {
    const std::lock_guard lock(mutex_);
    return letters_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Letter> letters_;
  std::map<std::string, Delivery> answers_;
  std::set<std::string> hanging_;
};

class TellerTest : public SsoHouse {
 protected:
  static constexpr const char* kBye = "https://guarded.example/bye";

  TellerTest() { guarded_ = sites_.set(act_, guarded_.id, {.logout_url = kBye}).value(); }
  Site add_site(const std::string& host) {
    return sites_
        .add(act_, {.name = host,
                    .redirect_urls = {"https://" + host + "/cb"},
                    .logout_url = "https://" + host + "/bye"})
        .value()
        .site;
  }
  void end_one(const Site& site) {
    visits_.add_ended({.id = ids_.next<VisitTag>(),
                       .site = site.id,
                       .session = session_->session().id,
                       .user = ani_.id,
                       .mark = base::Bytes(32, 7)},
                      clock_.now());
  }
  Notice take(const Site& site) {
    return visits_.take({.site = site.id, .now = clock_.now(), .until = clock_.now() + seconds(30)})
        .value()
        .at(0);
  }
  // The one visit there is.
  support::KeptVisits::Kept kept() { return visits_.rows().begin()->second; }

  Line line_;
  Teller teller_{{.visits = visits_,
                  .sites = site_rows_,
                  .sealer = sealer_,
                  .line = line_,
                  .clock = clock_,
                  .random = random_},
                 {}};
};

TEST_F(TellerTest, what_a_validation_began_is_told_with_the_hash_of_its_code) {
  const std::string code = code_for(kGuarded);
  ASSERT_TRUE(is<Person>(with_secret(code)));
  ASSERT_EQ(visits_.rows().size(), 1U);
  visits_.end_all(clock_.now());
  const auto notice = take(guarded_);
  EXPECT_EQ(teller_.tell(notice).value(), Told::told);
  ASSERT_EQ(line_.letters().size(), 1U);
  const Letter letter = line_.letters().front();
  EXPECT_EQ(letter.address, kBye);
  EXPECT_EQ(letter.body, body_of(notice));
  EXPECT_NE(letter.body.find(base::to_hex(crypto::sha256(base::bytes_of(code)))),
            std::string::npos);
  std::vector<base::Secret> keys;
  keys.push_back(logout_key(secret_));
  EXPECT_EQ(letter.signature, signature_of(letter.body, keys, clock_.now()));
  EXPECT_TRUE(visits_.rows().empty());
  EXPECT_EQ(count("site.logout_told"), 1U);
}

TEST_F(TellerTest, LS2_a_refused_question_begins_nothing) {
  EXPECT_TRUE(is<Refused>(bare(code_for(kGuarded))));
  const std::string code = code_for(kGuarded);
  ASSERT_TRUE(sessions_.end(act_, ani_.id, session_->session().id));
  EXPECT_TRUE(is<Refused>(with_secret(code)));
  EXPECT_TRUE(visits_.rows().empty());
}

TEST_F(TellerTest, of_sites_that_cannot_be_told_nothing_is_kept) {
  ASSERT_TRUE(sites_.set(act_, bare_.id, {.logout_url = "https://bare.example/bye"}));
  EXPECT_TRUE(is<Person>(bare(code_for(kBare)))) << "no secret to sign with";
  ASSERT_TRUE(sites_.set(act_, guarded_.id, {.logout_url = ""}));
  EXPECT_TRUE(is<Person>(with_secret(code_for(kGuarded)))) << "no address";
  EXPECT_TRUE(visits_.rows().empty());
}

TEST_F(TellerTest, a_site_that_fails_is_asked_again_later_and_later) {
  line_.answer(kBye, Failed{"it answered 500"});
  end_one(guarded_);
  base::Duration before{};
  for (int tries = 1; tries <= 4; ++tries) {
    EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::postponed);
    EXPECT_EQ(kept().failure, "it answered 500");
    const base::Duration delay = kept().due_at - clock_.now();
    EXPECT_GT(delay, before);
    EXPECT_GE(delay, seconds(8) * (1 << (tries - 1)));
    EXPECT_LE(delay, seconds(12) * (1 << (tries - 1)));
    before = delay;
    clock_.advance(delay);
  }
  line_.answer(kBye, Delivered{});
  EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::told);
  const auto letters = line_.letters();
  EXPECT_EQ(letters.front().body, letters.back().body) << "so that a repeat is recognised";
  EXPECT_NE(letters.front().signature, letters.back().signature);
}

TEST_F(TellerTest, after_a_day_it_is_given_up_with_an_entry) {
  line_.answer(kBye, Failed{"nobody listens there"});
  end_one(guarded_);
  const base::Instant ended = clock_.now();
  Told last = Told::postponed;
  int tries = 0;
  for (; last == Told::postponed; ++tries) {
    clock_.set(std::max(clock_.now(), kept().due_at));
    last = teller_.tell(take(guarded_)).value();
  }
  EXPECT_EQ(last, Told::given_up);
  EXPECT_EQ(clock_.now(), ended + hours(24));
  EXPECT_LT(tries, 50);
  EXPECT_GT(tries, 25);
  EXPECT_EQ(last_reason(), "nobody listens there");
  EXPECT_EQ(count("site.logout_given_up"), 1U);
  EXPECT_TRUE(visits_.rows().empty());
}

TEST_F(TellerTest, ST1_after_a_long_outage_of_ours_a_site_gets_more_than_one_try) {
  line_.answer(kBye, Failed{"it is not up yet either"});
  end_one(guarded_);
  clock_.advance(hours(30));
  for (int tries = 1; tries < 8; ++tries) {
    EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::postponed) << tries;
    EXPECT_GE(kept().due_at, clock_.now() + seconds(8));
    clock_.set(kept().due_at);
  }
  EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::given_up);
}

TEST_F(TellerTest, ST1_a_node_that_stops_gives_nothing_up) {
  line_.answer(kBye, NotAsked{});
  end_one(guarded_);
  clock_.advance(hours(30));
  for (int tries = 0; tries < 20; ++tries) {
    EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::postponed);
    clock_.set(kept().due_at);
  }
  line_.answer(kBye, Delivered{});
  EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::told);
}

TEST_F(TellerTest, a_site_that_is_gone_is_given_up_at_once) {
  line_.answer(kBye, Gone{});
  end_one(guarded_);
  EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::given_up);
  EXPECT_TRUE(visits_.rows().empty());
}

TEST_F(TellerTest, without_a_key_it_waits_for_the_operator) {
  auto before = *site_rows_.find(guarded_.id).value();
  before.secrets.front().logout_key.clear();
  ASSERT_TRUE(site_rows_.update(before, {}));
  end_one(guarded_);
  EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::postponed);
  EXPECT_TRUE(kept().failure.contains("rotate-secret"));
  EXPECT_TRUE(line_.letters().empty());
  ASSERT_TRUE(sites_.rotate_secret(act_, guarded_.id, {}));
  clock_.advance(seconds(12));
  EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::told);
}

TEST_F(TellerTest, an_address_that_was_taken_away_is_told_nothing) {
  end_one(guarded_);
  ASSERT_TRUE(sites_.set(act_, guarded_.id, {.logout_url = ""}));
  EXPECT_EQ(teller_.tell(take(guarded_)).value(), Told::nobody);
  EXPECT_TRUE(line_.letters().empty());
  EXPECT_TRUE(visits_.rows().empty());
}

class NotifierTest : public TellerTest {
 protected:
  // Looks by itself once in a while that no test lives to see: it is rung for.
  std::unique_ptr<Notifier> start(Notifier::Options options = {}) {
    options.look_every = hours(1);
    return std::make_unique<Notifier>(
        Notifier::Parts{.visits = visits_, .teller = teller_, .clock = clock_, .log = log_},
        options);
  }

  support::KeptLog lines_;
  base::Log log_{lines_, clock_, base::LogLevel::debug};
};

TEST_F(NotifierTest, tells_when_it_is_rung_for_and_counts) {
  const auto notifier = start();
  for (int i = 0; i < 10; ++i) {
    end_one(guarded_);
  }
  visits_.end_all(clock_.now());
  EXPECT_TRUE(line_.await(kBye, 10));
  notifier->stop();
  EXPECT_EQ(notifier->counts().told, 10U);
  EXPECT_TRUE(visits_.rows().empty());
  EXPECT_EQ(line_.letters().size(), 10U);
}

TEST_F(NotifierTest, finds_what_another_process_wrote_without_a_ring) {
  Notifier notifier({.visits = visits_, .teller = teller_, .clock = clock_, .log = log_},
                    {.look_every = std::chrono::milliseconds(1)});
  end_one(guarded_);
  EXPECT_TRUE(line_.await(kBye, 1));
}

TEST_F(NotifierTest, a_site_that_hangs_holds_up_no_other) {
  line_.hang(kBye);
  const auto notifier = start({.threads = 4, .per_site = 2});
  for (int i = 0; i < 20; ++i) {
    end_one(guarded_);
  }
  visits_.end_all(clock_.now());
  EXPECT_TRUE(line_.await(kBye, 2));
  const Site other = add_site("other.example");
  for (int i = 0; i < 5; ++i) {
    end_one(other);
  }
  visits_.end_all(clock_.now());
  EXPECT_TRUE(line_.await(other.logout_url, 5));
  EXPECT_EQ(line_.count(kBye), 2U);
  line_.let_go();
  EXPECT_TRUE(line_.await(kBye, 20));
}

TEST_F(NotifierTest, sites_that_hang_on_every_thread_hold_up_others_no_longer_than_once) {
  std::vector<Site> hanging;
  for (const char* host : {"a.example", "b.example", "c.example", "d.example"}) {
    hanging.push_back(add_site(host));
    line_.answer(hanging.back().logout_url, Failed{"its packets are dropped"});
    end_one(hanging.back());
  }
  const Site healthy = add_site("healthy.example");
  const auto notifier = start({.threads = 4, .per_site = 2, .spare = 1});
  visits_.end_all(clock_.now());
  while (notifier->counts().postponed < hanging.size()) {
    std::this_thread::yield();
  }
  for (const Site& site : hanging) {
    line_.hang(site.logout_url);
    end_one(site);
    end_one(site);
  }
  visits_.end_all(clock_.now());
  EXPECT_TRUE(line_.await(hanging[0].logout_url, 2));
  EXPECT_TRUE(line_.await(hanging[1].logout_url, 2));
  EXPECT_TRUE(line_.await(hanging[2].logout_url, 2));
  for (int i = 0; i < 5; ++i) {
    end_one(healthy);
  }
  visits_.ring();
  EXPECT_TRUE(line_.await(healthy.logout_url, 5));
  EXPECT_EQ(line_.count(hanging[3].logout_url), 1U) << "it waits for one of the others";
  line_.let_go();
  EXPECT_TRUE(line_.await(hanging[3].logout_url, 4));
}

TEST_F(NotifierTest, sites_that_fail_are_asked_in_turn) {
  const Site first = add_site("first.example");
  const Site second = add_site("second.example");
  for (const Site& site : {first, second}) {
    line_.answer(site.logout_url, Failed{"it answered 503"});
    end_one(site);
  }
  const auto notifier = start({.threads = 2, .per_site = 1, .spare = 1});
  visits_.end_all(clock_.now());
  while (notifier->counts().postponed < 2) {
    std::this_thread::yield();
  }
  line_.answer(second.logout_url, Delivered{});
  // What the first is owed may be seen before anything else is due.
  line_.hang(first.logout_url);
  for (int i = 0; i < 8; ++i) {
    end_one(first);
  }
  visits_.end_all(clock_.now());
  line_.let_go();
  EXPECT_TRUE(line_.await(first.logout_url, 10));
  EXPECT_TRUE(line_.await(second.logout_url, 2));
  const auto letters = line_.letters();
  ASSERT_GE(letters.size(), 4U);
  EXPECT_TRUE(letters[2].address == second.logout_url || letters[3].address == second.logout_url);
}

TEST_F(NotifierTest, while_a_site_fails_one_thread_asks_it) {
  line_.answer(kBye, Failed{"it answered 503"});
  const auto notifier = start();
  end_one(guarded_);
  visits_.end_all(clock_.now());
  EXPECT_TRUE(line_.await(kBye, 1));
  while (notifier->counts().postponed == 0) {
    std::this_thread::yield();
  }
  line_.hang(kBye);
  clock_.advance(minutes(1));
  end_one(guarded_);
  visits_.end_all(clock_.now());
  EXPECT_TRUE(line_.await(kBye, 2));
  // Another site's turn comes after another look at this one.
  const Site other = add_site("other.example");
  end_one(other);
  visits_.end_all(clock_.now());
  EXPECT_TRUE(line_.await(other.logout_url, 1));
  EXPECT_EQ(line_.count(kBye), 2U);
  line_.let_go();
}

TEST_F(NotifierTest, stops_when_what_is_on_its_way_has_arrived) {
  line_.hang(kBye);
  const auto notifier = start();
  end_one(guarded_);
  visits_.end_all(clock_.now());
  EXPECT_TRUE(line_.await(kBye, 1));
  std::jthread stopper([&] { notifier->stop(); });
  line_.let_go();
  stopper.join();
  EXPECT_EQ(notifier->counts().told, 1U);
  visits_.end_all(clock_.now());
}

}  // namespace
}  // namespace redirect_sso
