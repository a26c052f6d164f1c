// What may be asked because an operator has registered a provider, and what not (SF1 to SF3).
#include "app/provider_line.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/scripted_server.h"

namespace attacks {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using support::answering;
using support::ScriptedServer;

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class ProviderLineTest : public testing::Test {
 protected:
  base::Result<federation::Reply> ask(const std::string& url, const std::string& configured,
                                      const std::string& issuer = "http://localhost:9000",
                                      milliseconds deadline = milliseconds(5000)) {
    http::outbound::Client client({.own_host = "localhost", .deadline = deadline});
    return app::ProviderLine(client, issuer)
        .ask({.url = url, .headers = {}, .form = {}, .configured_url = configured});
  }
  static std::string url(const ScriptedServer& server, const std::string& host = "localhost") {
    return "http://" + server.at(host) + "/x";
  }

  ScriptedServer named_{answering(kOk)};
  ScriptedServer other_{answering(kOk)};
};

TEST_F(ProviderLineTest, SF1_in_development_the_provider_of_the_operator_may_be_on_this_machine) {
  const auto reply = ask(url(named_), url(named_));
  ASSERT_TRUE(reply) << reply.error().detail;
  EXPECT_EQ(reply->body, "ok");
}

TEST_F(ProviderLineTest, SF1_what_a_provider_says_of_itself_opens_nothing_else) {
  for (const auto& target :
       {url(other_), url(named_, "127.0.0.1"), url(other_, "127.0.0.1"), url(other_, "[::1]"),
        std::string("http://169.254.169.254/latest"), std::string("http://0.0.0.0:1/"),
        std::string("http://0x7f.1/"), std::string("http://[fd00::1]/"),
        std::string("http://[::ffff:127.0.0.1]/"), std::string("http://100.64.0.1/"),
        std::string("https://db.internal/"), std::string("https://localhost:5432/"),
        std::string("file:///etc/passwd"), std::string("gopher://localhost/")}) {
    const auto reply = ask(target, url(named_), "http://localhost:9000", milliseconds(20));
    ASSERT_FALSE(reply) << target;
    EXPECT_EQ(reply.error().code, base::ErrorCode::unavailable);
  }
  EXPECT_EQ(named_.connections() + other_.connections(), 0);
}

TEST_F(ProviderLineTest, SF1_in_production_a_provider_names_no_host) {
  for (const auto& target : {url(named_), url(named_, "127.0.0.1")}) {
    EXPECT_FALSE(ask(target, target, "https://sso.example"));
  }
  EXPECT_EQ(named_.connections(), 0);
}

TEST_F(ProviderLineTest, SF1_what_could_never_be_asked_is_no_address_of_a_provider) {
  http::outbound::Client::Options options{.own_host = "sso.example"};
  options.named.push_back(*http::outbound::NamedHost::parse("kantor.example:8080"));
  const app::ProviderAddresses live(options, "https://sso.example");
  const app::ProviderAddresses development(options, "http://localhost:9000");
  EXPECT_TRUE(live.check("https://accounts.example/x"));
  EXPECT_TRUE(live.check("http://kantor.example:8080"));
  for (const char* never :
       {"http://accounts.example", "http://localhost:9005", "https://sso.example",
        "https://127.0.0.1:5432", "https://db.internal"}) {
    const auto checked = live.check(never);
    ASSERT_FALSE(checked) << never;
    EXPECT_FALSE(checked.error().description.empty());
  }
  EXPECT_TRUE(development.check("http://localhost:9005"));
  for (const char* never :
       {"https://u:p@a.example", "https://a.example\\b", "file:///etc/passwd"}) {
    EXPECT_FALSE(live.check(never)) << never;
    EXPECT_FALSE(development.check(never)) << never;
  }
}

TEST_F(ProviderLineTest, SF2_a_redirect_is_told_and_not_followed) {
  ScriptedServer leads_on(answering("HTTP/1.1 302 Found\r\nLocation: " + url(other_) +
                                    "\r\nContent-Length: 0\r\n\r\n"));
  const auto reply = ask(url(leads_on), url(leads_on));
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 302);
  EXPECT_EQ(other_.connections(), 0);
}

TEST_F(ProviderLineTest, SF2_an_answer_without_end_is_cut_off) {
  ScriptedServer endless([](support::Peer& peer) {
    peer.request();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.send(std::string(4096, 'x'))) {
    }
  });
  const auto reply = ask(url(endless), url(endless));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().description, "the provider cannot be reached: too_large");
}

TEST_F(ProviderLineTest, SF3_what_may_be_told_names_no_address_and_no_answer) {
  ScriptedServer broken(answering("secret words of an inner server\r\n\r\n"));
  const auto reply = ask(url(broken), url(broken));
  ASSERT_FALSE(reply);
  EXPECT_FALSE(reply.error().description.contains("secret"));
  EXPECT_FALSE(reply.error().description.contains(std::to_string(broken.port())));
}

// The document is the provider's word, and the browser that waits may be the provider's as well.
TEST_F(ProviderLineTest, SF3_whatever_a_provider_names_elsewhere_fails_at_one_pace) {
  constexpr milliseconds kDeadline{120};
  for (const auto& target :
       {url(other_), url(named_, "127.0.0.1"), std::string("https://10.0.0.1/"),
        std::string("https://nowhere.invalid/"), std::string("gopher://a.test/")}) {
    const auto start = steady_clock::now();
    EXPECT_FALSE(ask(target, url(named_), "http://localhost:9000", kDeadline)) << target;
    EXPECT_GE(steady_clock::now() - start, kDeadline) << target;
  }
}

TEST_F(ProviderLineTest, FD7_where_the_operator_put_the_provider_a_failure_is_told_at_once) {
  std::string closed;
  {
    const ScriptedServer server(answering(kOk));
    closed = url(server);
  }
  const auto start = steady_clock::now();
  EXPECT_FALSE(ask(closed, closed, "http://localhost:9000", std::chrono::minutes(10)));
  EXPECT_LT(steady_clock::now() - start, std::chrono::minutes(5));
}

}  // namespace
}  // namespace attacks
