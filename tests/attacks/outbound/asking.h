// A client whose name server is the test's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "http/outbound/client.h"
#include "tests/support/scripted_server.h"

namespace attacks {

using http::outbound::Client;
using http::outbound::Refusal;
using std::chrono::milliseconds;
using support::answering;
using support::ScriptedServer;

inline constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// A hostile name server: each question gets the next answer, and the last one for ever.
class NameServer final : public http::outbound::Resolver {
 public:
  using Answers = std::deque<std::vector<std::string>>;

  void set(const std::string& host, Answers answers) { answers_[host] = std::move(answers); }
  int questions() const {
    const std::lock_guard lock(mutex_);
    return questions_;
  }
  // Keeps silent about that host for ever, or until let_go().
  void silence(const std::string& host) {
    const std::lock_guard lock(mutex_);
    silent_.insert(host);
  }
  // Keeps silent from now on, until let_go().
  void hold() {
    const std::lock_guard lock(mutex_);
    held_ = true;
  }
  void let_go() {
    {
      const std::lock_guard lock(mutex_);
      held_ = false;
      silent_.clear();
    }
    changed_.notify_all();
  }

  std::vector<http::Address> resolve(const std::string& host) override {
    std::unique_lock lock(mutex_);
    ++questions_;
    changed_.wait(lock, [&] { return !held_ && !silent_.contains(host); });
    auto& answers = answers_[host];
    std::vector<http::Address> addresses;
    if (!answers.empty()) {
      for (const std::string& text : answers.front()) {
        addresses.push_back(http::Address::parse(text).value());
      }
    }
    if (answers.size() > 1) {
      answers.pop_front();
    }
    return addresses;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Answers> answers_;
  int questions_ = 0;
  bool held_ = false;
  std::set<std::string> silent_;
};

inline Client::Options options_of(NameServer& names, const std::vector<std::string>& named) {
  Client::Options options{.resolver = &names};
  for (const std::string& text : named) {
    options.named.push_back(http::outbound::NamedHost::parse(text).value());
  }
  return options;
}

// What came of it, as a test compares it: "200 ok", "too_slow".
inline std::string told(const http::outbound::Outcome<http::outbound::Answer>& outcome) {
  return outcome ? std::to_string(outcome->status) + " " + outcome->body
                 : std::string(to_string(outcome.error().why));
}

}  // namespace attacks
