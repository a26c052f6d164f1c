// What of a browser a login needs: cookies with their paths, the Origin of its forms, and forms
// that are filled in as the page gives them. What carries its requests is the test's choice.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Page {
  int status = 0;
  Fields headers;
  std::string body;

  std::optional<std::string> header(std::string_view name) const {
    for (const auto& [each, value] : headers) {
      if (same_letters(each, name)) {
        return value;
      }
    }
    return std::nullopt;
  }
  std::string location() const { return header("Location").value_or(""); }
  // The Set-Cookie of that cookie, whole; empty without.
  std::string set_cookie(std::string_view name) const {
    for (const auto& [each, value] : headers) {
      if (same_letters(each, "Set-Cookie") && value.starts_with(std::string(name) + "=")) {
        return value;
      }
    }
    return "";
  }
  bool says(std::string_view text) const { return body.find(text) != std::string::npos; }

 private:
  static bool same_letters(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](char a, char b) { return (a | 32) == (b | 32); });
  }
};

struct Asked {
  std::string method;
  std::string target;
  Fields headers;
  std::string body;
};
using Carrier = std::function<Page(const Asked&)>;

struct PageForm {
  std::string action;
  Fields hidden;
};

// The forms of a page, in order.
inline std::vector<PageForm> forms_of(const Page& page) {
  const auto attribute = [](std::string_view tag, std::string_view name) -> std::string {
    const std::string start = " " + std::string(name) + "=\"";
    const auto at = tag.find(start);
    if (at == std::string_view::npos) {
      return "";
    }
    const auto from = at + start.size();
    return std::string(tag.substr(from, tag.find('"', from) - from));
  };
  std::vector<PageForm> forms;
  std::string_view rest = page.body;
  while (true) {
    const auto form = rest.find("<form ");
    const auto input = rest.find("<input type=\"hidden\"");
    const auto at = std::min(form, input);
    if (at == std::string_view::npos) {
      return forms;
    }
    rest.remove_prefix(at);
    const auto tag = rest.substr(0, rest.find('>'));
    if (at == form) {
      forms.push_back({.action = attribute(tag, "action"), .hidden = {}});
    } else if (!forms.empty()) {
      forms.back().hidden.emplace_back(attribute(tag, "name"), attribute(tag, "value"));
    }
    rest.remove_prefix(1);
  }
}

inline std::string form_body(const Fields& fields) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  const auto append = [&](std::string_view text) {
    for (const char c : text) {
      if (kPlain.contains(c)) {
        out += c;
      } else {
        const auto octet = static_cast<unsigned char>(c);
        out += {'%', kHex[octet >> 4U], kHex[octet & 15U]};
      }
    }
  };
  for (const auto& [name, value] : fields) {
    if (!out.empty()) {
      out += '&';
    }
    append(name);
    out += '=';
    append(value);
  }
  return out;
}

class Browser {
 public:
  Browser(Carrier carrier, std::string origin)
      : carrier_(std::move(carrier)), origin_(std::move(origin)) {}

  Page get(const std::string& target) { return ask({"GET", target, {}, ""}); }
  // `more` overrides: a header of an empty value is left out.
  Page post(const std::string& target, const Fields& fields, const Fields& more = {}) {
    Fields headers{{"Content-Type", "application/x-www-form-urlencoded"},
                   {"Origin", origin_},
                   {"Sec-Fetch-Site", "same-origin"}};
    for (const auto& [name, value] : more) {
      std::erase_if(headers, [&name](const auto& each) { return each.first == name; });
      if (!value.empty()) {
        headers.emplace_back(name, value);
      }
    }
    return ask({"POST", target, headers, form_body(fields)});
  }
  // The last form of the page, as it is, with these fields filled in.
  Page submit(const Page& page, const Fields& fields, const Fields& more = {}) {
    const auto forms = forms_of(page);
    if (forms.empty()) {
      throw std::runtime_error("no form in a page of status " + std::to_string(page.status) + "\n" +
                               page.body);
    }
    Fields all = forms.back().hidden;
    all.insert(all.end(), fields.begin(), fields.end());
    return post(forms.back().action, all, more);
  }
  // Where a 303 leads.
  Page follow(const Page& page) { return get(page.location()); }

  std::optional<std::string> cookie(std::string_view name) const {
    for (const auto& [key, value] : cookies_) {
      if (key.first == name) {
        return value;
      }
    }
    return std::nullopt;
  }
  void set_cookie(const std::string& name, const std::string& value,
                  const std::string& path = "/") {
    cookies_[{name, path}] = value;
  }
  void forget_cookies(std::string_view name) {
    std::erase_if(cookies_, [name](const auto& each) { return each.first.first == name; });
  }
  void say(std::string name, std::string value) {
    headers_.emplace_back(std::move(name), std::move(value));
  }

 private:
  Page ask(Asked asked) {
    asked.headers.emplace_back("Accept", "text/html");
    asked.headers.insert(asked.headers.end(), headers_.begin(), headers_.end());
    const std::string path = asked.target.substr(0, asked.target.find('?'));
    std::string cookies;
    for (const auto& [key, value] : cookies_) {
      if (matches(path, key.second)) {
        cookies += (cookies.empty() ? "" : "; ") + key.first + "=" + value;
      }
    }
    if (!cookies.empty()) {
      asked.headers.emplace_back("Cookie", cookies);
    }
    Page page = carrier_(asked);
    for (const auto& [name, value] : page.headers) {
      if (name == "Set-Cookie" || name == "set-cookie") {
        keep(value);
      }
    }
    return page;
  }

  // RFC 6265, section 5.1.4.
  static bool matches(const std::string& path, const std::string& of_cookie) {
    return path == of_cookie || (path.starts_with(of_cookie) &&
                                 (of_cookie.ends_with('/') || path.at(of_cookie.size()) == '/'));
  }

  void keep(const std::string& line) {
    const auto name = line.substr(0, line.find('='));
    const auto value = line.substr(name.size() + 1, line.find(';') - name.size() - 1);
    const auto path_at = line.find("; Path=");
    const auto from = path_at + 7;
    const auto path =
        path_at == std::string::npos ? "/" : line.substr(from, line.find(';', from) - from);
    if (line.find("; Max-Age=0") != std::string::npos) {
      cookies_.erase({name, path});
    } else {
      cookies_[{name, path}] = value;
    }
  }

  Carrier carrier_;
  std::string origin_;
  Fields headers_;
  std::map<std::pair<std::string, std::string>, std::string> cookies_;
};

}  // namespace support
