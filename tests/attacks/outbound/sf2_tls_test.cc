// SF2: whoever answers has shown that it is the host, or hears nothing of the request.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/attacks/outbound/asking.h"
#include "tests/support/test_ca.h"

namespace attacks {
namespace {

class Tls : public testing::Test {
 protected:
  Tls() {
    std::ofstream(ca_file_) << ca_.pem();
    names_.set("site.test", {{"127.0.0.1"}});
  }

  void TearDown() override { std::filesystem::remove(ca_file_); }

  std::string ask(const std::shared_ptr<SSL_CTX>& tls, bool trusted = true,
                  const char* host = "site.test") {
    heard_ = 0;
    ScriptedServer server(
        [this](support::Peer& peer) {
          heard_ += peer.request().empty() ? 0 : 1;
          peer.send(kOk);
        },
        tls);
    auto options = options_of(names_, {server.at(host)});
    options.ca_file = trusted ? ca_file_.string() : "";
    Client client(std::move(options));
    return told(client.send({.url = "https://" + server.at(host) + "/?code=secret"}));
  }

  const std::filesystem::path ca_file_ = std::filesystem::path(testing::TempDir()) /
                                         ("gapura-ca-" + std::to_string(::getpid()) + ".pem");
  support::TestCa ca_;
  NameServer names_;
  std::atomic<int> heard_ = 0;
};

TEST_F(Tls, SF2_a_certificate_of_a_trusted_authority_for_this_host_is_good) {
  EXPECT_EQ(ask(ca_.server("DNS:site.test")), "200 ok");
  EXPECT_EQ(heard_, 1);
  EXPECT_EQ(ask(ca_.server("IP:127.0.0.1"), true, "127.0.0.1"), "200 ok");
}

TEST_F(Tls, SF2_every_other_one_is_not) {
  EXPECT_EQ(ask(ca_.server("DNS:site.test"), false), "untrusted");
  EXPECT_EQ(ask(ca_.server("DNS:other.test")), "untrusted");
  EXPECT_EQ(ask(ca_.server("DNS:site.test", -1)), "untrusted");
  EXPECT_EQ(ask(ca_.server("IP:127.0.0.1")), "untrusted");
  EXPECT_EQ(ask(ca_.server("DNS:127.0.0.1"), true, "127.0.0.1"), "untrusted");
  EXPECT_EQ(ask(support::TestCa().server("DNS:site.test")), "untrusted");
  EXPECT_EQ(heard_, 0);
}

TEST_F(Tls, SF2_a_server_that_speaks_in_the_clear_is_none) {
  ScriptedServer server([](support::Peer& peer) {
    peer.send(kOk);
    peer.gone_within(std::chrono::seconds(1));
  });
  Client client(options_of(names_, {server.at("site.test")}));
  EXPECT_EQ(told(client.send({.url = "https://" + server.at("site.test")})), "untrusted");
}

TEST_F(Tls, SF2_nothing_older_than_1_2_is_spoken) {
  const auto tls = ca_.server("DNS:site.test");
  SSL_CTX_set_max_proto_version(tls.get(), TLS1_1_VERSION);
  SSL_CTX_set_security_level(tls.get(), 0);
  EXPECT_EQ(ask(tls), "untrusted");
}

}  // namespace
}  // namespace attacks
