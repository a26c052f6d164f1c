#include "endpoints/people_cookies.h"

#include <chrono>
#include <string>

namespace endpoints {
namespace {

http::SetCookie plain(const Front& front, std::string_view name, std::string value) {
  return {.name = std::string(name), .value = std::move(value), .secure = front.secure()};
}

}  // namespace

http::SetCookie session_cookie(const Front& front, const identity::login::Entry& entry) {
  auto cookie = plain(front, kSessionCookie, std::string(entry.cookie.reveal_text()));
  if (entry.remembered) {
    cookie.expires = entry.cookie_until;
  }
  return cookie;
}

http::SetCookie ended_session_cookie(const Front& front) {
  return http::expired(plain(front, kSessionCookie, ""));
}

http::SetCookie devices_cookie(const Front& front, const identity::login::Entry& entry,
                               base::Duration life) {
  auto cookie = plain(front, kDevicesCookie, entry.devices);
  cookie.max_age = std::chrono::floor<std::chrono::seconds>(life);
  return cookie;
}

http::SetCookie login_cookie(const Front& front, const identity::login::Transaction& transaction,
                             const base::Secret& value) {
  auto cookie = plain(front, kLoginCookie, std::string(value.reveal_text()));
  cookie.path = login_path(transaction.id);
  cookie.expires = transaction.expires_at + identity::login::kKeptAfter;
  return cookie;
}

std::string login_path(const identity::login::TransactionId& id) { return "/login/" + id.text(); }

std::string way_out_of(const identity::login::TransactionId& id) {
  return login_path(id) + "/cancel";
}

}  // namespace endpoints
