#include "http/message.h"

#include <algorithm>
#include <array>

#include "http/ascii.h"
#include "http/media_type.h"
#include "http/negotiate.h"
#include "http/origin.h"

namespace http {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> kMethods = {{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::del, "DELETE"},
    {Method::options, "OPTIONS"},
}};

constexpr std::string_view kEverywhere =
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n";

constexpr std::string_view kOnPages =
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-get=(self)\r\n";

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";  // the phrase means nothing to anybody (RFC 9112, section 4)
  }
}

// scheme-source of CSP: "myapp:", for a native client's redirect.
bool is_scheme_source(std::string_view text) {
  return text.size() > 1 && text.ends_with(':') && is_alpha(text[0]) &&
         std::all_of(text.begin(), text.end() - 1, [](char c) {
           return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
         });
}

std::optional<std::string> content_policy(const PagePolicy& policy) {
  std::string out = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:";
  for (const auto& origin : policy.picture_origins) {
    if (origin_of(origin) != origin) {
      return std::nullopt;
    }
    out.append(" ").append(origin);
  }
  out +=
      "; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
      "require-trusted-types-for 'script'";
  if (!policy.may_be_framed) {
    out += "; frame-ancestors 'none'";
  }
  if (policy.any_form_target) {
    return out;
  }
  out += "; form-action 'self'";
  for (const auto& target : policy.form_targets) {
    if (origin_of(target) != target && !is_scheme_source(target)) {
      return std::nullopt;
    }
    out.append(" ").append(target);
  }
  return out;
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

// What follows such an answer's head is read as the next answer (RFC 9112, section 6.3).
bool is_bodiless(int status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

std::string_view to_string(Method method) {
  const auto found = std::find_if(kMethods.begin(), kMethods.end(),
                                  [&](const auto& row) { return row.first == method; });
  return found->second;
}

std::optional<Method> method_from(std::string_view text) {
  for (const auto& [method, name] : kMethods) {
    if (name == text) {
      return method;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const auto& field : headers) {
    if (iequals(field.name, name)) {
      return field.value;
    }
  }
  return std::nullopt;
}

std::size_t Request::header_count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(),
                    [&](const Header& field) { return iequals(field.name, name); }));
}

std::string_view Request::param(std::string_view name) const {
  for (const auto& param : params) {
    if (param.name == name) {
      return param.value;
    }
  }
  return {};
}

base::Result<Form> Request::query_form() const { return Form::parse(query); }

base::Result<Form> Request::form() const {
  TRY(check_type(*this, kFormType));
  return Form::parse(body);
}

base::Result<base::json::object> Request::json() const {
  TRY(check_type(*this, kJsonType));
  return base::parse_json_object(body);
}

Cookies Request::cookies() const { return Cookies(header("Cookie").value_or("")); }

bool Request::wants_html() const { return prefers_html(header("Accept").value_or("")); }

std::string_view Request::language() const {
  return negotiate_language(header("Accept-Language").value_or(""));
}

Response Response::html(int status, std::string page, const PagePolicy& policy) {
  Response response(status);
  response.content("text/html; charset=utf-8", std::move(page));
  auto text = content_policy(policy);
  response.faulty_ = !text;
  response.policy_ = std::move(text).value_or("");
  response.framed_ = policy.may_be_framed;
  return response;
}

Response Response::json(int status, const base::json::value& value) {
  return json_text(status, base::to_text(value));
}

Response Response::json_text(int status, std::string text) {
  Response response(status);
  response.content(kJsonType, std::move(text));
  return response;
}

Response Response::text(int status, std::string text) {
  Response response(status);
  response.content("text/plain; charset=utf-8", std::move(text));
  return response;
}

Response Response::redirect(std::string_view location) {
  Response response(303);
  response.header("Location", location);
  return response;
}

Response Response::prepared(const Prepared& prepared) {
  Response response(prepared.status());
  response.prepared_ = prepared;
  return response;
}

Response& Response::header(std::string_view name, std::string_view value) {
  return add(name, std::string(value));
}

Response& Response::add(std::string_view name, std::string value) {
  // The framing is the server's to say (HP1), whatever a handler thinks.
  const bool framing = iequals(name, "Content-Length") || iequals(name, "Transfer-Encoding") ||
                       iequals(name, "Connection");
  if (!is_token(name) || !is_field_value(value) || framing) {
    faulty_ = true;
  } else {
    headers_.emplace_back(name, std::move(value));
  }
  return *this;
}

Response& Response::cookie(const SetCookie& cookie) {
  auto text = to_header(cookie);
  if (!text) {
    faulty_ = true;
    return *this;
  }
  return add("Set-Cookie", *std::move(text));
}

Response& Response::cache_for(std::chrono::seconds age) {
  return header("Cache-Control", "public, max-age=" + std::to_string(age.count()));
}

Response& Response::content(std::string_view type, std::string body) {
  header("Content-Type", type);
  body_ = std::move(body);
  if (type.starts_with("text/html") && !page_) {
    page_ = true;
    policy_ = content_policy({}).value_or("");
  }
  return *this;
}

Response& Response::status(int status) {
  faulty_ = faulty_ || prepared_.has_value();
  status_ = status;
  return *this;
}

std::optional<std::string_view> Response::header(std::string_view name) const {
  for (const auto& [key, value] : headers_) {
    if (iequals(key, name)) {
      return value;
    }
  }
  return std::nullopt;
}

bool Response::faulty() const {
  return faulty_ || (prepared_ && prepared_->faulty()) ||
         (is_bodiless(status()) && !body().empty());
}

Prepared::Prepared(const Response& response) {
  auto content = std::make_shared<Content>();
  content->faulty = response.faulty();
  content->status = response.status();
  content->body = response.body();
  append_head(content->head, response, content->body.size());
  content_ = std::move(content);
}

Prepared::Prepared(const Response& response, std::string_view lasting_body) {
  auto content = std::make_shared<Content>();
  content->faulty = response.faulty() || (is_bodiless(response.status()) && !lasting_body.empty());
  content->status = response.status();
  content->lasting = lasting_body;
  append_head(content->head, response, lasting_body.size());
  content_ = std::move(content);
}

void append_head(std::string& out, const Response& response, std::size_t body_size) {
  if (response.prepared_) {
    out.append(response.prepared_->head());
  } else {
    out.append("HTTP/1.1 ").append(std::to_string(response.status_)).append(" ");
    out.append(reason_of(response.status_)).append("\r\n").append(kEverywhere);
    if (response.page_) {
      out.append(kOnPages);
      append_field(out, "Content-Security-Policy", response.policy_);
      if (!response.framed_) {
        append_field(out, "X-Frame-Options", "DENY");
      }
    }
    if (response.page_ || !response.header("Cache-Control")) {
      append_field(out, "Cache-Control", "no-store");
    }
    if (!is_bodiless(response.status_)) {
      append_field(out, "Content-Length", std::to_string(body_size));
    }
  }
  for (const auto& [name, value] : response.headers_) {
    const bool replaced = response.page_ && iequals(name, "Cache-Control");
    if (!replaced) {
      append_field(out, name, value);
    }
  }
}

}  // namespace http
