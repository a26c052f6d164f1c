// People of an installation, and browsers that ask its servers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/browser.h"
#include "tests/support/gapura.h"

namespace support {

inline constexpr const char* kPassword = "kuda-lumping-7-sendok-perak";
inline constexpr const char* kOtherPassword = "gerobak-soto-33-lilin";

// Made by the command that operators use; what it answers.
inline base::json::object add_user(const Installation& installation, const std::string& username,
                                   const std::string& password = kPassword,
                                   const std::vector<std::string>& more = {},
                                   const Variables& variables = {}) {
  std::vector<std::string> arguments{"user",
                                     "add",
                                     "--username",
                                     username,
                                     "--email",
                                     username + "@example.test",
                                     "--name",
                                     "Orang " + username,
                                     "--password-stdin"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return installation.json(std::move(arguments), variables, password + "\n");
}

// Each request on a connection of its own, with a Host of the test's or the server's own.
inline Page carry(std::uint16_t port, const Asked& asked) {
  std::string text = asked.method + " " + asked.target + " HTTP/1.1\r\nConnection: close\r\n";
  if (std::ranges::none_of(asked.headers, [](const auto& each) { return each.first == "Host"; })) {
    text += "Host: localhost:" + std::to_string(port) + "\r\n";
  }
  for (const auto& [name, value] : asked.headers) {
    text.append(name).append(": ").append(value).append("\r\n");
  }
  if (asked.method == "POST") {
    text += "Content-Length: " + std::to_string(asked.body.size()) + "\r\n";
  }
  const auto answer = ask(port, text + "\r\n" + asked.body);
  if (!answer) {
    throw std::runtime_error("no answer to " + asked.method + " " + asked.target);
  }
  Page page{.status = answer->status, .headers = {}, .body = answer->body};
  std::string_view rest = answer->head;
  rest.remove_prefix(rest.find("\r\n") + 2);
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find("\r\n"));
    const auto colon = line.find(": ");
    page.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    rest.remove_prefix(line.size() + 2);
  }
  return page;
}

inline Browser browser_of(const Server& server, const std::string& origin = {}) {
  const auto port = server.port();
  return {[port](const Asked& asked) { return carry(port, asked); },
          origin.empty() ? "http://localhost:" + std::to_string(port) : origin};
}

inline Page log_in(Browser& browser, const std::string& identifier,
                   const std::string& password = kPassword, const Fields& more = {}) {
  Fields fields{{"identifier", identifier}, {"password", password}};
  fields.insert(fields.end(), more.begin(), more.end());
  return browser.submit(browser.get("/login"), fields);
}

inline bool is_logged_in(Browser& browser) {
  const auto page = browser.get("/account");
  return page.status == 200 && !page.says("name=\"identifier\"");
}

}  // namespace support
