// What a handler is given and what it gives back. A Request is views into the connection's buffer,
// good until the answer is returned and no longer; a Response cannot hold a header that would break
// out of its line (HP2).
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "http/cookies.h"
#include "http/form.h"
#include "http/forwarded.h"

namespace http {

enum class Method { get, head, post, put, patch, del, options };

std::string_view to_string(Method method);
std::optional<Method> method_from(std::string_view text);  // case counts (RFC 9110, section 9.1)

struct Header {
  std::string_view name;
  std::string_view value;
};

struct Param {
  std::string_view name;
  std::string_view value;
};
inline constexpr std::size_t kMaxParams = 4;

struct Request {
  Method method = Method::get;
  std::string_view target;  // as sent; holds codes and states: never to a log
  std::string_view path;
  std::string_view query;  // without "?"
  std::span<const Header> headers;
  std::string_view body;
  Client client;
  std::string_view id;     // made by us, for logs, pages and X-Request-Id
  std::string_view route;  // the pattern of the row that matched
  std::array<Param, kMaxParams> params{};

  // The first of that name, in any case of letters.
  std::optional<std::string_view> header(std::string_view name) const;
  std::size_t header_count(std::string_view name) const;
  // The `{name}` segment of the pattern, never empty once a route has matched.
  std::string_view param(std::string_view name) const;

  base::Result<Form> query_form() const;
  // The body as a form or as JSON. What it is said to be must fit: another media type, a coding or
  // a charset other than UTF-8 is unsupported_type (415), what does not parse invalid_request.
  base::Result<Form> form() const;
  base::Result<base::json::object> json() const;
  Cookies cookies() const;

  bool wants_html() const;
  std::string_view language() const;  // "id" unless English is asked for
};

// Where a page may send its forms. Trap: Chromium holds `form-action` against every redirect that
// follows the POST as well, so that 'self' blocks the way back to a client after login or consent.
// Such a page names the client's origin too, or answers the POST with an interstitial.
struct PagePolicy {
  std::vector<std::string> form_targets;  // origins beside 'self'; a malformed one fails the page
  bool any_form_target = false;           // leaves form-action out
  bool may_be_framed = false;             // the session-management iframe and nothing else
  // Of logos that an operator keeps elsewhere; a malformed one fails the page.
  std::vector<std::string> picture_origins;
};

class Response;

// An answer made once and given often: status line and fields are already bytes. Cheap to copy.
class Prepared {
 public:
  // From an ordinary answer; a faulty one becomes a 500 here as anywhere.
  explicit Prepared(const Response& response);
  // A body that outlives the program's answers, such as an embedded file.
  Prepared(const Response& response, std::string_view lasting_body);

  int status() const { return content_->status; }
  bool faulty() const { return content_->faulty; }
  std::string_view head() const { return content_->head; }  // up to the fields of the request
  std::string_view body() const {
    return content_->lasting.empty() ? std::string_view(content_->body) : content_->lasting;
  }

 private:
  struct Content {
    int status = 200;
    bool faulty = false;
    std::string head;
    std::string body;
    std::string_view lasting;
  };
  std::shared_ptr<const Content> content_;
};

class Response {
 public:
  explicit Response(int status) : status_(status) {}

  static Response html(int status, std::string page, const PagePolicy& policy = {});
  static Response json(int status, const base::json::value& value);
  static Response json_text(int status, std::string text);
  static Response text(int status, std::string text);
  // 303: whatever brought us here, the next request is a GET and carries no credentials on (AZ15).
  static Response redirect(std::string_view location);
  static Response prepared(const Prepared& prepared);

  // Adds a field. A name that is no token or a value with CR, LF, NUL or another control character
  // makes the whole answer a 500: better none than one that somebody else has written.
  Response& header(std::string_view name, std::string_view value);
  Response& cookie(const SetCookie& cookie);
  // Everything is no-store unless it says otherwise.
  Response& cache_for(std::chrono::seconds age);
  Response& content(std::string_view type, std::string body);

  // The same answer under a finer status, which ErrorCode has no word for (414, 431).
  Response& status(int status);

  int status() const { return status_; }
  // A malformed field, or a body under a status that has none.
  bool faulty() const;
  std::string_view body() const { return prepared_ ? prepared_->body() : body_; }
  const std::vector<std::pair<std::string, std::string>>& headers() const { return headers_; }
  // The first of that name, in any case of letters.
  std::optional<std::string_view> header(std::string_view name) const;
  const Prepared* as_prepared() const { return prepared_ ? &*prepared_ : nullptr; }

 private:
  Response& add(std::string_view name, std::string value);

  int status_;
  bool faulty_ = false;
  bool page_ = false;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::string policy_;  // Content-Security-Policy of a page
  bool framed_ = false;
  std::string body_;
  std::optional<Prepared> prepared_;

  friend void append_head(std::string& out, const Response& response, std::size_t body_size);
};

// Status line and fields as bytes, Content-Length among them where the status has one, without the
// empty line. Everything gets nosniff, no referrer and, unless it says otherwise, no-store; a page
// gets what AZ15 asks for.
void append_head(std::string& out, const Response& response, std::size_t body_size);

}  // namespace http
