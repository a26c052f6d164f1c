#include "web/html_context.h"

#include <algorithm>
#include <array>

namespace web {
namespace {

using base::ErrorCode;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }
bool is_name(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_url_attribute(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "action", "cite", "data", "formaction", "href", "poster", "src", "xlink:href"};
  return among(kNames, name);
}

// Scripts and styles that a strict policy blocks, and lists of URLs that no one type can check.
bool is_refused_attribute(std::string_view name) {
  static constexpr std::array<std::string_view, 5> kNames = {"http-equiv", "ping", "srcdoc",
                                                             "srcset", "style"};
  return name.starts_with("on") || among(kNames, name);
}

base::Done refuse(std::string what) {
  return base::reject(ErrorCode::internal, "", "", std::move(what));
}

}  // namespace

base::Done HtmlContext::read(std::string_view piece) {
  for (const char c : piece) {
    TRY(read(c));
  }
  return {};
}

base::Result<HtmlContext::Slot> HtmlContext::fill() {
  switch (state_) {
    case State::text:
      return Slot::text;
    case State::in_double_quotes:
    case State::in_single_quotes:
      if (!url_) {
        return Slot::text;
      }
      if (filled_ || !tail_.empty()) {
        return base::reject(ErrorCode::internal, "", "", "a URL is filled in whole or not at all");
      }
      filled_ = true;
      return Slot::url;
    default:
      return base::reject(ErrorCode::internal, "", "",
                          "data may stand in text and quoted attributes alone");
  }
}

void HtmlContext::go(State state) {
  state_ = state;
  tail_.clear();
  url_ = false;
  filled_ = false;
}

base::Done HtmlContext::read(char c) {
  switch (state_) {
    case State::text:
      return read_text(c);
    case State::opened:
      if (c == '!') {
        go(State::declaration);
      } else if (c == '/' || is_letter(c)) {
        go(State::tag_name);
        tag_ = lower(c);
      } else {
        return refuse("a bare < in text");
      }
      return {};
    case State::declaration:
      tail_ += c;
      if (tail_ == "--") {
        go(State::comment);
      } else if (c == '>') {
        go(State::text);
      }
      return {};
    case State::comment:
      tail_ += c;
      if (tail_.ends_with("-->")) {
        go(State::text);
      }
      return {};
    case State::script:
      tail_ += c;
      if (tail_ == "</") {
        go(State::tag_name);
        tag_ = "/";
      } else if (tail_ != "<") {
        return refuse("a script or style within the page");
      }
      return {};
    case State::in_double_quotes:
      return read_value(c, '"');
    case State::in_single_quotes:
      return read_value(c, '\'');
    default:
      return read_in_tag(c);
  }
}

base::Done HtmlContext::read_text(char c) {
  if (c == '<') {
    go(State::opened);
  }
  return {};
}

base::Done HtmlContext::read_in_tag(char c) {
  if (state_ == State::attribute_named) {
    if (c != '"' && c != '\'') {
      return refuse("an attribute without quotes: " + attribute_);
    }
    go(c == '"' ? State::in_double_quotes : State::in_single_quotes);
    url_ = is_url_attribute(attribute_);
    return {};
  }
  if (is_name(c)) {
    if (state_ == State::in_tag) {
      go(State::attribute_name);
      attribute_.clear();
    }
    (state_ == State::tag_name ? tag_ : attribute_) += lower(c);
    return {};
  }
  if (state_ == State::attribute_name) {
    TRY(check_attribute());
    if (c == '=') {
      go(State::attribute_named);
      return {};
    }
  }
  if (c == '>') {
    return close_tag();
  }
  if (!is_space(c) && c != '/') {
    return refuse(std::string("an unexpected ") + c + " in the tag " + tag_);
  }
  go(State::in_tag);
  attribute_.clear();
  return {};
}

base::Done HtmlContext::read_value(char c, char quote) {
  if (c == quote) {
    go(State::in_tag);
    attribute_.clear();
    return {};
  }
  if (url_) {
    if (filled_) {
      return refuse("a URL is filled in whole or not at all");
    }
    tail_ = c;
  }
  return {};
}

base::Done HtmlContext::close_tag() {
  const bool script = tag_ == "script" || tag_ == "style";
  go(script ? State::script : State::text);
  tag_.clear();
  attribute_.clear();
  return {};
}

base::Done HtmlContext::check_attribute() const {
  if (is_refused_attribute(attribute_)) {
    return refuse("the attribute " + attribute_ + " is not for templates");
  }
  return {};
}

}  // namespace web
