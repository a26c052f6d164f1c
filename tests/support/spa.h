// A single-page application in a browser, as the Auth API sees one: cookies, an Origin, and JSON.
// What carries its requests is the test's choice.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tests/support/browser.h"

namespace support {

class Spa {
 public:
  Spa(Carrier carrier, std::string origin)
      : carrier_(std::move(carrier)), origin_(std::move(origin)) {}

  // `more` overrides: a header of an empty value is left out.
  Page get(const std::string& target, const Fields& more = {}) {
    return ask({"GET", target, {{"Accept", "application/json"}}, ""}, more);
  }
  Page post(const std::string& target, const std::string& json = {}, const Fields& more = {}) {
    Fields headers = changing();
    if (!json.empty()) {
      headers.emplace_back("Content-Type", "application/json");
    }
    return ask({"POST", target, headers, json}, more);
  }
  Page del(const std::string& target, const Fields& more = {}) {
    return ask({"DELETE", target, changing(), ""}, more);
  }
  Page log_in(const std::string& identifier, const std::string& password, const Fields& more = {}) {
    return post("/auth/login",
                R"({"identifier":")" + identifier + R"(","password":")" + password + "\"}", more);
  }

  std::optional<std::string> cookie(const std::string& name) const {
    const auto found = cookies_.find(name);
    return found == cookies_.end() ? std::nullopt : std::optional(found->second);
  }
  void set_cookie(const std::string& name, const std::string& value) { cookies_[name] = value; }
  void forget_cookie(const std::string& name) { cookies_.erase(name); }
  std::string cookie_header() const {
    std::string header;
    for (const auto& [name, value] : cookies_) {
      header.append(header.empty() ? "" : "; ").append(name).append("=").append(value);
    }
    return header;
  }

 private:
  Fields changing() const {
    return {{"Accept", "application/json"}, {"Origin", origin_}, {"Sec-Fetch-Site", "same-site"}};
  }
  Page ask(Asked asked, const Fields& more) {
    if (!cookies_.empty()) {
      asked.headers.emplace_back("Cookie", cookie_header());
    }
    for (const auto& [name, value] : more) {
      std::erase_if(asked.headers, [&name](const auto& each) { return each.first == name; });
      if (!value.empty()) {
        asked.headers.emplace_back(name, value);
      }
    }
    Page page = carrier_(asked);
    for (const auto& [name, value] : page.headers) {
      if (name == "Set-Cookie") {
        keep(value);
      }
    }
    return page;
  }
  void keep(const std::string& line) {
    const auto name = line.substr(0, line.find('='));
    if (line.find("; Max-Age=0") != std::string::npos) {
      cookies_.erase(name);
    } else {
      cookies_[name] = line.substr(name.size() + 1, line.find(';') - name.size() - 1);
    }
  }

  Carrier carrier_;
  std::string origin_;
  std::map<std::string, std::string> cookies_;
};

}  // namespace support
