// GET /login on the loop: who is remembered to be logged in goes on at once, and nobody else.
#include "identity/sessions/recent_book.h"
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

using identity::sessions::RecentBook;

// One node's memory over the book of all.
struct Node {
  Node(identity::sessions::SessionBook& book, const base::Clock& clock)
      : recent(book, clock), sessions(recent, clock, {}), gate(sessions) {}
  RecentBook recent;
  identity::sessions::Sessions sessions;
  identity::SessionGate gate;
};

class LoginQuickly : public PeopleTest {
 protected:
  LoginQuickly()
      : ani_(add_with_password("ani", kPassword)), cookie_(*logged_in("ani").cookie(kName)) {
    see(here_);
    see(elsewhere_);
  }

  // As a request that a worker answers.
  static void see(Node& node, const std::string& cookie) {
    ASSERT_TRUE(std::holds_alternative<identity::SessionGate::Entered>(
        node.gate.check(base::Secret(cookie)).value()));
  }
  void see(Node& node) const { see(node, cookie_); }

  // What the loop answers; nothing: a worker is asked.
  static std::optional<http::Response> quickly(const http::Dispatcher& dispatcher,
                                               const std::string& cookies, std::string_view query,
                                               http::Method method = http::Method::get) {
    const std::vector<http::Header> headers{{"Cookie", cookies}};
    http::Request request{.method = method,
                          .target = "/login",
                          .path = "/login",
                          .query = query,
                          .headers = headers,
                          .client = {.address = *http::Address::parse("192.0.2.7")},
                          .id = "01m7y9wfy2e00b6t2e584nwxcc"};
    const auto admission = dispatcher.admit(request);
    return admission.route == nullptr ? std::nullopt
                                      : dispatcher.answer_quickly(request, *admission.route);
  }
  std::optional<http::Response> quickly(std::string_view query = "") const {
    return quickly(dispatch_here_, own(), query);
  }
  std::string own() const { return std::string(kName) + "=" + cookie_; }

  http::Dispatcher dispatcher_of(const Rooms& rooms) {
    return {*http::Router::from(routes(front_, assets_, rooms)),
            {.origins = *http::OriginRule::from({issuer_})},
            log_};
  }

  static constexpr const char* kName = "gapura_session";
  identity::users::User ani_;
  std::string cookie_;
  Node here_{book_, clock_};
  Node elsewhere_{book_, clock_};
  const Rooms rooms_here_ = rooms_with(here_.gate);
  const Rooms rooms_elsewhere_ = rooms_with(elsewhere_.gate);
  const http::Dispatcher dispatch_here_ = dispatcher_of(rooms_here_);
  const http::Dispatcher dispatch_elsewhere_ = dispatcher_of(rooms_elsewhere_);
};

std::string location(const http::Response& response) {
  for (const auto& [name, value] : response.headers()) {
    if (name == "Location") {
      return std::string(value);
    }
  }
  return "";
}

TEST_F(LoginQuickly, who_is_remembered_goes_on_as_a_worker_would_have_it) {
  for (const auto method : {http::Method::get, http::Method::head}) {
    const auto there = quickly(dispatch_here_, own(), "", method);
    ASSERT_TRUE(there);
    EXPECT_EQ(there->status(), 303);
    EXPECT_EQ(location(*there), "/account");
  }
  const auto slowly = answer({.method = "GET", .target = "/login", .headers = {{"Cookie", own()}}});
  EXPECT_EQ(slowly.status, 303);
  EXPECT_EQ(slowly.location(), "/account");
}

TEST_F(LoginQuickly, whatever_is_unusual_is_for_a_worker) {
  for (const auto* query : {"redirectUrl=https%3A%2F%2Fa.example", "lang=en", "x", "%"}) {
    EXPECT_FALSE(quickly(query)) << query;
  }
  const auto other = *logged_in("ani").cookie(kName);
  for (const std::string& cookies :
       {std::string(), std::string("a=b"), std::string(kName) + "=", std::string(kName) + "=x",
        std::string(kName) + "=" + other, own() + "; " + own()}) {
    EXPECT_FALSE(quickly(dispatch_here_, cookies, "")) << cookies;
  }
  EXPECT_TRUE(quickly());
}

TEST_F(LoginQuickly, a_session_that_was_ended_is_out_here_at_once_and_elsewhere_in_half_a_second) {
  ASSERT_EQ(here_.sessions.end_all({}, ani_.id, std::nullopt).value(), 1U);
  EXPECT_FALSE(quickly());
  EXPECT_TRUE(quickly(dispatch_elsewhere_, own(), "")) << "the price of asking nobody";
  clock_.advance(base::kRecent);
  EXPECT_FALSE(quickly(dispatch_elsewhere_, own(), ""));
}

TEST_F(LoginQuickly, nothing_is_remembered_longer_than_half_a_second) {
  clock_.advance(base::kRecent - std::chrono::milliseconds(1));
  EXPECT_TRUE(quickly());
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_FALSE(quickly());
  see(here_);
  EXPECT_TRUE(quickly());
}

}  // namespace
}  // namespace endpoints
