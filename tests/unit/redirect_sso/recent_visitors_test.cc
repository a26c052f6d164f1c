#include "redirect_sso/recent_visitors.h"

#include "crypto/digest.h"
#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {
namespace {

using identity::sessions::RecentBook;

class CountedVisitors final : public Visitors {
 public:
  explicit CountedVisitors(Visitors& visitors) : visitors_(visitors) {}

  base::Result<std::optional<Visitor>> look(identity::users::UserId user,
                                            const mint::SessionId& session,
                                            base::Instant now) override {
    ++looks;
    return visitors_.look(user, session, now);
  }
  base::Result<bool> waits(base::BytesView code_hash, base::Instant now) override {
    return visitors_.waits(code_hash, now);
  }

  int looks = 0;

 private:
  Visitors& visitors_;
};

class RecentVisitorsTest : public SsoHouse {
 protected:
  // The request that makes the code asks who the browser is.
  void press() { recent_.look(crypto::sha256(cookie_.reveal())).value(); }
  std::optional<Visitor> look() {
    return visitors_memory_.look(ani_.id, session_->session().id, clock_.now()).value();
  }

  CountedVisitors counted_{visitors_};
  RecentBook recent_{book_, clock_};
  RecentVisitors visitors_memory_{counted_, recent_};
};

TEST_F(RecentVisitorsTest, whoever_pressed_the_button_a_moment_ago_is_not_read_again) {
  press();
  const auto visitor = look();
  ASSERT_TRUE(visitor);
  EXPECT_EQ(counted_.looks, 0);
  const auto read = visitors_.look(ani_.id, session_->session().id, clock_.now()).value();
  EXPECT_EQ(visitor->id, read->id);
  EXPECT_EQ(visitor->username, read->username);
  EXPECT_EQ(visitor->email, read->email);
  EXPECT_EQ(visitor->no_hp, read->no_hp);
  EXPECT_EQ(visitor->no_hp, "0812-3456-7890");
  EXPECT_EQ(visitor->status, read->status);
  EXPECT_EQ(visitor->administrator, read->administrator);
  EXPECT_EQ(visitor->session_live, read->session_live);
}

TEST_F(RecentVisitorsTest, the_database_is_asked_after_half_a_second) {
  press();
  clock_.advance(base::kRecent);
  EXPECT_TRUE(look());
  EXPECT_EQ(counted_.looks, 1);
}

TEST_F(RecentVisitorsTest, and_of_a_session_that_nobody_has_asked_for) {
  EXPECT_TRUE(look());
  EXPECT_EQ(counted_.looks, 1);
}

TEST_F(RecentVisitorsTest, LS6_what_ends_here_ends_at_once) {
  press();
  recent_.end(ani_.id, session_->session().id, clock_.now(), {}).value();
  EXPECT_FALSE(look()->session_live);
  EXPECT_EQ(counted_.looks, 1);
}

TEST_F(RecentVisitorsTest, a_session_is_nobody_elses) {
  press();
  const auto budi = add_with_password("budi", kPassword);
  const auto visitor = visitors_memory_.look(budi.id, session_->session().id, clock_.now()).value();
  EXPECT_EQ(counted_.looks, 1);
  EXPECT_FALSE(visitor->session_live);
}

TEST_F(RecentVisitorsTest, a_session_past_its_limits_is_asked_for_anew) {
  press();
  const auto visitor =
      visitors_memory_.look(ani_.id, session_->session().id, session_->session().absolute_until)
          .value();
  EXPECT_EQ(counted_.looks, 1);
  EXPECT_FALSE(visitor->session_live);
}

}  // namespace
}  // namespace redirect_sso
