// SF3: a stranger who makes us ask learns nothing of our network from how long it takes.
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "tests/attacks/outbound/asking.h"

namespace attacks {
namespace {

using std::chrono::steady_clock;

TEST(Blind_SF3, refused_closed_and_open_take_the_same_time) {
  constexpr milliseconds kDeadline{120};
  ScriptedServer open(answering("SSH-2.0-OpenSSH_9.2\r\n"));
  std::string closed;
  {
    const ScriptedServer server(answering(kOk));
    closed = server.at("127.0.0.1");
  }
  NameServer names;
  Client client(options_of(names, {open.at("127.0.0.1"), closed, "nowhere.test"}));
  for (const std::string& url :
       {"http://" + open.at("127.0.0.1"), "http://" + closed, std::string("https://10.0.0.1/"),
        std::string("http://nowhere.test/"), std::string("gopher://site.test/")}) {
    const auto start = steady_clock::now();
    EXPECT_FALSE(client.send({.url = url, .deadline = kDeadline, .watched = true})) << url;
    EXPECT_GE(steady_clock::now() - start, kDeadline) << url;
    EXPECT_LT(steady_clock::now() - start, 20 * kDeadline) << url;
  }
}

TEST(Blind_SF3, who_is_not_watched_need_not_wait) {
  NameServer names;
  auto options = options_of(names, {});
  options.deadline = std::chrono::minutes(10);
  Client client(std::move(options));
  EXPECT_FALSE(client.send({.url = "https://10.0.0.1/"}));
}

}  // namespace
}  // namespace attacks
