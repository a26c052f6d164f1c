// The pretended provider behind a socket, for the program as a whole.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "tests/support/pretend_provider.h"
#include "tests/support/scripted_server.h"

namespace attacks {

class ServedProvider {
 public:
  // `tls` from a TestCa, for localhost; none: in the clear.
  explicit ServedProvider(const base::Clock& clock, const std::shared_ptr<SSL_CTX>& tls = nullptr)
      : server_([this](support::Peer& peer) { answer(peer); }, tls),
        provider_(std::make_unique<support::PretendProvider>(
            clock, (tls ? "https://" : "http://") + server_.at("localhost"))) {}

  support::PretendProvider& operator*() { return *provider_; }
  support::PretendProvider* operator->() { return provider_.get(); }

 private:
  void answer(support::Peer& peer) {
    const std::string request = peer.request();
    const auto head = request.find("\r\n\r\n");
    const auto path = request.find(' ') + 1;
    federation::Question question{
        .url = provider_->issuer + request.substr(path, request.find(' ', path) - path),
        .headers = {},
        .form = head == std::string::npos ? std::string() : request.substr(head + 4),
        .configured_url = {}};
    const std::string name = "\r\nAuthorization: ";
    if (const auto at = request.find(name); at < head) {
      const auto from = at + name.size();
      question.headers.emplace_back("Authorization",
                                    request.substr(from, request.find("\r\n", from) - from));
    }
    const auto reply = said(question);
    if (reply) {
      peer.send("HTTP/1.1 " + std::to_string(reply->status) +
                " Said\r\nContent-Type: application/json\r\nContent-Length: " +
                std::to_string(reply->body.size()) + "\r\n\r\n" + reply->body);
    }
  }

  // The pretended one answers one after the other.
  base::Result<federation::Reply> said(const federation::Question& question) {
    const std::lock_guard lock(mutex_);
    return provider_->ask(question);
  }

  std::mutex mutex_;
  support::ScriptedServer server_;
  std::unique_ptr<support::PretendProvider> provider_;
};

}  // namespace attacks
