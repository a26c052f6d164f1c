// SF2: whatever a server does, it costs no more time, memory and places than it was given.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/attacks/outbound/asking.h"

namespace attacks {
namespace {

using std::chrono::steady_clock;

constexpr milliseconds kShort{150};
constexpr milliseconds kPace{10};

// In the clear, from a server that does as the script says.
std::string ask(const ScriptedServer::Script& script, http::outbound::Request request = {}) {
  ScriptedServer server(script);
  NameServer names;
  Client client(options_of(names, {server.at("127.0.0.1")}));
  request.url = "http://" + server.at("127.0.0.1");
  return told(client.send(request));
}

TEST(Size_SF2, a_body_without_end_is_cut) {
  const auto endless = [](const char* head, const std::string& part) {
    return [head, part](support::Peer& peer) {
      peer.request();
      peer.send(head);
      while (peer.send(part)) {
      }
    };
  };
  EXPECT_EQ(ask(endless("HTTP/1.1 200 OK\r\n\r\n", std::string(4096, 'a'))), "too_large");
  EXPECT_EQ(ask(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "1000\r\n" + std::string(4096, 'a') + "\r\n")),
            "too_large");
  EXPECT_EQ(
      ask(endless("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n", std::string(4096, 'a'))),
      "too_large");
}

TEST(Size_SF2, a_body_may_be_as_large_as_was_said_and_no_larger) {
  const auto script = answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(ask(script, {.largest_answer = 5}), "200 hello");
  EXPECT_EQ(ask(script, {.largest_answer = 4}), "too_large");
  EXPECT_EQ(ask(script, {.largest_answer = 0}), "too_large");
}

TEST(Size_SF2, headers_without_end_are_cut) {
  const auto endless = [](const std::string& start, const std::string& part) {
    return [start, part](support::Peer& peer) {
      peer.request();
      peer.send(start);
      while (peer.send(part)) {
      }
    };
  };
  EXPECT_EQ(ask(endless("HTTP/1.1 200 OK\r\n", "X-Field: " + std::string(100, 'a') + "\r\n")),
            "too_large");
  EXPECT_EQ(ask(endless("", "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n")), "too_large");
  // curl ends a line that has no end by itself.
  const std::string line = ask(endless("HTTP/1.1 200 OK\r\nX: ", std::string(4096, 'a')));
  EXPECT_TRUE(line == "too_large" || line == "broken") << line;
}

TEST(Size_SF2, what_is_packed_is_not_unpacked) {
  const std::string packed("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
  EXPECT_EQ(
      ask(answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n" +
                    packed)),
      "200 " + packed);
}

TEST(Time_SF2, an_answer_that_drips_is_cut_at_the_deadline) {
  const auto dripping = [](const char* head, const char* drop) {
    return [head, drop](support::Peer& peer) {
      peer.request();
      peer.send(head);
      while (!peer.gone_within(kPace) && peer.send(drop)) {
      }
    };
  };
  for (const auto& script : {dripping("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", "a"),
                             dripping("HTTP/1.1 200 OK\r\n", "X: y\r\n"), dripping("", "")}) {
    const auto start = steady_clock::now();
    EXPECT_EQ(ask(script, {.deadline = kShort}), "too_slow");
    EXPECT_GE(steady_clock::now() - start, kShort);
    EXPECT_LT(steady_clock::now() - start, 20 * kShort);
  }
}

TEST(Time_SF2, a_name_server_that_keeps_silent_is_not_waited_for) {
  NameServer names;
  names.set("site.test", {{"127.0.0.1"}});
  names.hold();
  Client client(options_of(names, {"site.test"}));
  EXPECT_EQ(told(client.send({.url = "http://site.test/", .deadline = kShort})), "too_slow");
  names.let_go();
}

TEST(Time_SF2, hosts_whose_name_servers_keep_silent_hold_up_no_other) {
  ScriptedServer server(answering(kOk));
  NameServer names;
  names.set("well.test", {{"127.0.0.1"}});
  names.silence("dead.test");
  names.silence("dumb.test");
  Client client(options_of(names, {server.at("well.test"), "dead.test", "dumb.test"}));
  for (std::size_t asked = 0; asked < Client::kResolvers; ++asked) {
    for (const char* host : {"dead.test", "dumb.test"}) {
      EXPECT_EQ(told(client.send(
                    {.url = "http://" + std::string(host) + "/", .deadline = milliseconds(20)})),
                "too_slow");
    }
  }
  EXPECT_LE(names.questions(), 2) << "one for each host, whoever asks for it";
  EXPECT_EQ(told(client.send({.url = "http://" + server.at("well.test")})), "200 ok");
  names.let_go();
}

TEST(Answers_SF2, that_are_not_http_are_told_as_that) {
  EXPECT_EQ(ask(answering("")), "broken");
  EXPECT_EQ(ask(answering("SSH-2.0-OpenSSH_9.2\r\n")), "broken");
  EXPECT_EQ(ask(answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort")), "broken");
  EXPECT_EQ(ask(answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")),
            "broken");
}

TEST(Answers_SF2, that_never_come_have_their_reasons) {
  NameServer names;
  names.set("site.test", {{"127.0.0.1"}});
  std::string closed;
  {
    const ScriptedServer server(answering(kOk));
    closed = server.at("site.test");
  }
  Client client(options_of(names, {closed, "nowhere.test"}));
  EXPECT_EQ(told(client.send({.url = "http://" + closed + "/?code=secret"})), "unreachable");
  EXPECT_EQ(told(client.send({.url = "http://nowhere.test/"})), "unresolved");
  EXPECT_EQ(client.refused(Refusal::unreachable), 1U);
  EXPECT_EQ(client.refused(Refusal::unresolved), 1U);
  EXPECT_EQ(client.answered(), 0U);
}

TEST(Answers_SF2, that_fail_do_not_bring_the_query_into_the_log) {
  ScriptedServer server(answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"));
  NameServer names;
  Client client(options_of(names, {server.at("127.0.0.1")}));
  for (const std::string& url : {"http://" + server.at("127.0.0.1") + "/path?code=secret",
                                 std::string("https://127.0.0.1/path?code=secret"),
                                 std::string("https://evil.test:22/path?code=secret")}) {
    const auto outcome = client.send({.url = url});
    ASSERT_FALSE(outcome);
    EXPECT_FALSE(outcome.error().detail.empty());
    EXPECT_FALSE(outcome.error().detail.contains("secret")) << outcome.error().detail;
    EXPECT_FALSE(outcome.error().detail.contains("path")) << outcome.error().detail;
  }
}

// A server that keeps everybody waiting, and clients that ask it from threads of their own.
class Crowd : public testing::Test {
 protected:
  Crowd() {
    auto options = options_of(names_, {server_.at("127.0.0.1")});
    options.in_flight = 2;
    options.queue = 1;
    options.deadline = std::chrono::seconds(20);
    client_ = std::make_unique<Client>(std::move(options));
  }

  std::future<std::string> ask() {
    return std::async(std::launch::async, [this] {
      return told(client_->send({.url = "http://" + server_.at("127.0.0.1")}));
    });
  }
  void await_heard(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return heard_ >= count; });
  }
  void let_answer() {
    {
      const std::lock_guard lock(mutex_);
      may_answer_ = true;
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int heard_ = 0;
  bool may_answer_ = false;
  NameServer names_;
  ScriptedServer server_{[this](support::Peer& peer) {
    peer.request();
    std::unique_lock lock(mutex_);
    ++heard_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return may_answer_; });
    lock.unlock();
    peer.send(kOk);
  }};
  std::unique_ptr<Client> client_;
};

TEST_F(Crowd, SF2_has_so_many_places_and_the_rest_is_turned_away) {
  std::vector<std::future<std::string>> asked;
  asked.push_back(ask());
  asked.push_back(ask());
  await_heard(2);
  EXPECT_EQ(client_->in_flight(), 2U);
  // One of these waits, one is turned away at once: whichever comes first.
  asked.push_back(ask());
  asked.push_back(ask());
  std::vector<std::string> said;
  while (client_->refused(Refusal::full) == 0) {
    std::this_thread::yield();
  }
  EXPECT_EQ(server_.connections(), 2);
  let_answer();
  for (auto& outcome : asked) {
    said.push_back(outcome.get());
  }
  EXPECT_EQ(std::ranges::count(said, "200 ok"), 3);
  EXPECT_EQ(std::ranges::count(said, "full"), 1);
  EXPECT_EQ(client_->in_flight(), 0U);
}

TEST_F(Crowd, is_sent_home_when_the_client_stops) {
  auto first = ask();
  auto second = ask();
  await_heard(2);
  auto third = ask();
  client_->stop();
  for (auto* outcome : {&first, &second, &third}) {
    EXPECT_EQ(outcome->get(), "stopping");
  }
  EXPECT_EQ(ask().get(), "stopping");
  let_answer();
}

// A watched refusal takes until its deadline, and nobody's place meanwhile.
TEST_F(Crowd, SF3_who_is_kept_waiting_on_purpose_takes_no_place_in_the_queue) {
  auto watched = std::async(std::launch::async, [this] {
    return told(client_->send({.url = "http://stranger.test/", .watched = true}));
  });
  while (client_->refused(Refusal::unfit) == 0) {
    std::this_thread::yield();
  }
  auto first = ask();
  auto second = ask();
  await_heard(2);
  auto third = ask();
  // The one place in the queue is the third's: the fourth is the first that is turned away.
  auto fourth = ask();
  while (client_->refused(Refusal::full) == 0) {
    std::this_thread::yield();
  }
  let_answer();
  std::vector<std::string> said;
  for (auto* outcome : {&first, &second, &third, &fourth}) {
    said.push_back(outcome->get());
  }
  EXPECT_EQ(std::ranges::count(said, "200 ok"), 3);
  EXPECT_EQ(std::ranges::count(said, "full"), 1);
  client_->stop();
  EXPECT_EQ(watched.get(), "unfit");
}

TEST(Stopping, SF2_sends_home_who_waits_for_a_name_and_asks_for_no_more) {
  constexpr std::size_t kAsking = 2 * Client::kResolvers;
  NameServer names;
  names.hold();
  std::vector<std::string> hosts;
  for (std::size_t number = 0; number < kAsking; ++number) {
    hosts.push_back("h" + std::to_string(number) + ".test");
  }
  auto options = options_of(names, hosts);
  options.deadline = std::chrono::seconds(20);
  Client client(std::move(options));
  std::vector<std::future<std::string>> asked;
  for (const std::string& host : hosts) {
    asked.push_back(std::async(std::launch::async, [&client, host] {
      return told(client.send({.url = "http://" + host + "/"}));
    }));
  }
  while (client.in_flight() < kAsking || names.questions() < static_cast<int>(Client::kResolvers)) {
    std::this_thread::yield();
  }
  auto stopped = std::async(std::launch::async, [&client] { client.stop(); });
  for (auto& outcome : asked) {
    EXPECT_EQ(outcome.get(), "stopping");
  }
  names.let_go();
  stopped.get();
  EXPECT_EQ(names.questions(), static_cast<int>(Client::kResolvers));
}

TEST(Stopping, is_quick_where_nobody_was_asked) {
  NameServer names;
  Client client(options_of(names, {}));
  client.stop();
  client.stop();
  EXPECT_EQ(told(client.send({.url = "https://site.test/"})), "stopping");
}

}  // namespace
}  // namespace attacks
