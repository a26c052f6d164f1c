#include "identity/users/user.h"

#include <utility>

#include "identity/users/fields.h"

namespace identity::users {
namespace {

base::json::value time_or_null(const std::optional<base::Instant>& time) {
  return time ? base::json::value(base::to_iso8601(*time)) : base::json::value(nullptr);
}

base::json::object address_to_json(const PostalAddress& address) {
  base::json::object out;
  const auto put = [&out](std::string_view name, const std::string& value) {
    if (!value.empty()) {
      out[name] = value;
    }
  };
  put("formatted", address.formatted);
  put("street_address", address.street_address);
  put("locality", address.locality);
  put("region", address.region);
  put("postal_code", address.postal_code);
  put("country", address.country);
  return out;
}

}  // namespace

std::string subject_of(UserId id) { return "user:" + std::to_string(id.value); }

std::string_view to_string(Status status) {
  switch (status) {
    case Status::active:
      return "active";
    case Status::disabled:
      return "disabled";
    case Status::locked:
      return "locked";
    case Status::erased:
      return "erased";
  }
  std::unreachable();
}

std::optional<Status> status_from(std::string_view text) {
  for (const Status status : {Status::active, Status::disabled, Status::locked, Status::erased}) {
    if (text == to_string(status)) {
      return status;
    }
  }
  return std::nullopt;
}

Keys keys_of(const User& user) {
  Keys keys;
  keys.username = names::typed_name(user.username).key;
  if (!user.email_is_hearsay || user.email_verified_at) {
    keys.email = names::typed_name(user.email).key;
  }
  keys.phone = names::phone_key(user.no_hp).value_or("");
  keys.email_verified = user.email_verified_at.has_value();
  keys.phone_verified = user.phone_verified_at.has_value();
  return keys;
}

base::json::object to_json(const User& user) {
  base::json::object out;
  out["id"] = user.id.value;
  out["sub"] = user.sub;
  out["status"] = to_string(user.status);
  out["username"] = user.username;
  out["name"] = user.name;
  out["email"] = user.email;
  out["email_verified_at"] = time_or_null(user.email_verified_at);
  out["no_hp"] = user.no_hp;
  out["phone_verified_at"] = time_or_null(user.phone_verified_at);
  out["nip"] = user.nip;
  base::json::array email_pp;
  for (const std::string& address : user.email_pp) {
    email_pp.emplace_back(address);
  }
  out["email_pp"] = std::move(email_pp);
  out["kd_satker"] = user.kd_satker;
  out["nama_satker"] = user.nama_satker;
  out["role"] = user.role;
  for (const ClaimField& claim : claim_fields()) {
    if (const std::string& value = user.claims.*claim.member; !value.empty()) {
      out[claim.name] = value;
    }
  }
  if (user.claims.address != PostalAddress{}) {
    out["address"] = address_to_json(user.claims.address);
  }
  out["attributes"] = user.attributes;
  out["version"] = user.version;
  out["created_at"] = base::to_iso8601(user.created_at);
  out["updated_at"] = base::to_iso8601(user.updated_at);
  out["last_login_at"] = time_or_null(user.last_login_at);
  return out;
}

}  // namespace identity::users
