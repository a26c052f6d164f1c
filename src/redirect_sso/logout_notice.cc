#include "redirect_sso/logout_notice.h"

#include "base/json.h"
#include "crypto/digest.h"

namespace redirect_sso {

std::string body_of(const Notice& notice) {
  return base::to_text(base::json::object{{"event", "logout"},
                                          {"id", notice.id.text()},
                                          {"user_id", notice.user.value},
                                          {"session", base::to_hex(notice.mark)},
                                          {"at", base::to_iso8601(notice.ended_at)}});
}

std::string signature_of(std::string_view body, std::span<const base::Secret> keys,
                         base::Instant now) {
  const std::string time = std::to_string(base::to_seconds(now));
  std::string signed_text = time + ".";
  signed_text += body;
  std::string header = "t=" + time;
  for (const base::Secret& key : keys) {
    header += ",v1=" + base::to_hex(crypto::hmac_sha256(key.reveal(), base::bytes_of(signed_text)));
  }
  return header;
}

}  // namespace redirect_sso
