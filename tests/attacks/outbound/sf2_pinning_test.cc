// SF2: the address that was checked is the one that is connected to, and nothing leads elsewhere.
#include <cstdlib>
#include <mutex>
#include <string>

#include <gtest/gtest.h>

#include "tests/attacks/outbound/asking.h"

namespace attacks {
namespace {

TEST(Pinning_SF2, a_second_answer_of_the_name_server_is_never_heard) {
  ScriptedServer server(answering(kOk));
  const std::string host = server.at("rebind.test");
  NameServer names;
  names.set("rebind.test", {{"127.0.0.1"}, {"169.254.169.254"}});
  Client client(options_of(names, {host}));
  EXPECT_EQ(told(client.send({.url = "http://" + host})), "200 ok");
  EXPECT_EQ(names.questions(), 1);
  EXPECT_EQ(told(client.send({.url = "http://" + host})), "refused_address");
  EXPECT_EQ(names.questions(), 2);
  EXPECT_EQ(server.connections(), 1);
}

TEST(Pinning_SF2, no_connection_is_kept_for_a_request_that_nobody_has_checked_it_for) {
  ScriptedServer server([](support::Peer& peer) {
    while (!peer.request().empty()) {
      peer.send("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok");
    }
  });
  const std::string host = server.at("site.test");
  NameServer names;
  names.set("site.test", {{"127.0.0.1"}});
  Client client(options_of(names, {host}));
  EXPECT_EQ(told(client.send({.url = "http://" + host})), "200 ok");
  EXPECT_EQ(told(client.send({.url = "http://" + host})), "200 ok");
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(names.questions(), 2);
}

TEST(Pinning_SF2, an_address_that_does_not_answer_gives_way_to_the_next) {
  ScriptedServer server(answering(kOk));
  const std::string host = server.at("site.test");
  NameServer names;
  names.set("site.test", {{"127.0.0.2", "127.0.0.1"}, {"::1", "127.0.0.1"}});
  Client client(options_of(names, {host}));
  EXPECT_EQ(told(client.send({.url = "http://" + host})), "200 ok");
  EXPECT_EQ(told(client.send({.url = "http://" + host})), "200 ok");
}

TEST(Redirects_SF2, are_told_and_never_followed) {
  ScriptedServer inside(answering(kOk));
  for (const std::string& location : {std::string("http://169.254.169.254/latest/meta-data/"),
                                      "http://" + inside.at("inside.test"),
                                      std::string("file:///etc/passwd"), std::string("/again")}) {
    for (const char* status : {"301 M", "302 F", "303 S", "307 T", "308 P"}) {
      ScriptedServer server(answering("HTTP/1.1 " + std::string(status) + "\r\nLocation: " +
                                      location + "\r\nContent-Length: 0\r\n\r\n"));
      const std::string host = server.at("site.test");
      NameServer names;
      names.set("site.test", {{"127.0.0.1"}});
      names.set("inside.test", {{"127.0.0.1"}});
      Client client(options_of(names, {host, inside.at("inside.test")}));
      EXPECT_EQ(told(client.send({.url = "http://" + host})), std::string(status, 3) + " ");
      EXPECT_EQ(server.connections(), 1);
      EXPECT_EQ(names.questions(), 1);
    }
  }
  EXPECT_EQ(inside.connections(), 0);
}

TEST(Proxies_SF2, of_the_environment_are_not_used) {
  ScriptedServer proxy(answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy"));
  ScriptedServer server(answering(kOk));
  const std::string address = "http://" + proxy.at("127.0.0.1");
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"}) {
    ::setenv(name, address.c_str(), 1);
  }
  const std::string host = server.at("site.test");
  NameServer names;
  names.set("site.test", {{"127.0.0.1"}});
  Client client(options_of(names, {host}));
  EXPECT_EQ(told(client.send({.url = "http://" + host})), "200 ok");
  EXPECT_EQ(proxy.connections(), 0);
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"}) {
    ::unsetenv(name);
  }
}

TEST(Requests, say_what_they_are_told_and_little_else) {
  std::mutex mutex;
  std::string got;
  ScriptedServer server([&](support::Peer& peer) {
    const std::string request = peer.request();
    {
      const std::lock_guard lock(mutex);
      got = request;
    }
    peer.send(kOk);
  });
  const std::string host = server.at("127.0.0.1");
  NameServer names;
  Client client(options_of(names, {host}));
  EXPECT_EQ(told(client.send({.url = "http://" + host + "/a/../b?c=d",
                              .headers = {{"X-One", "1"}, {"X-None", ""}},
                              .body = http::outbound::Body{"text/plain", "hello"}})),
            "200 ok");
  EXPECT_EQ(got, "POST /a/../b?c=d HTTP/1.1\r\nHost: " + host +
                     "\r\nUser-Agent: Gapura\r\nAccept: */*\r\nX-One: 1\r\nX-None:\r\n"
                     "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(told(client.send({.url = "http://" + host})), "200 ok");
  EXPECT_EQ(got,
            "GET / HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: Gapura\r\nAccept: */*\r\n\r\n");
  // No word of the server is waited for, however large the body.
  EXPECT_EQ(
      told(client.send({.url = "http://" + host,
                        .body = http::outbound::Body{"text/plain", std::string(2'000'000, 'a')}})),
      "200 ok");
  EXPECT_FALSE(got.contains("Expect"));
  EXPECT_EQ(client.answered(), 3U);
  EXPECT_EQ(client.in_flight(), 0U);
}

}  // namespace
}  // namespace attacks
