#include "storage/sql/user_rows.h"

#include <array>
#include <utility>

#include "base/json.h"
#include "identity/users/fields.h"

namespace storage::sql {

const Query kAddUser{
    .name = "users.add",
    .text =
        "INSERT INTO users (sub, version, status, username, username_key, name, email, email_key, "
        "email_verified_at, no_hp, phone_key, phone_verified_at, nip, email_pp, kd_satker, "
        "nama_satker, role, claims, attributes, created_at, updated_at) VALUES ($1, 1, $2, $3, $4, "
        "$5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) "
        "ON CONFLICT DO NOTHING RETURNING id"};
const Query kNamesTaken{.name = "users.taken",
                        .text =
                            "SELECT 'username' FROM users WHERE username_key = $2 AND id <> $1 "
                            "UNION ALL SELECT 'email' FROM users WHERE email_key = $3 "
                            "AND email_verified_at IS NOT NULL AND id <> $1 "
                            "UNION ALL SELECT 'no_hp' FROM users WHERE phone_key = $4 "
                            "AND phone_verified_at IS NOT NULL AND id <> $1"};

namespace {

namespace json = base::json;
namespace users = identity::users;

struct AddressField {
  std::string_view name;
  std::string users::PostalAddress::* member;
};
constexpr std::array<AddressField, 6> kAddress = {{
    {"formatted", &users::PostalAddress::formatted},
    {"street_address", &users::PostalAddress::street_address},
    {"locality", &users::PostalAddress::locality},
    {"region", &users::PostalAddress::region},
    {"postal_code", &users::PostalAddress::postal_code},
    {"country", &users::PostalAddress::country},
}};

std::optional<std::string_view> or_null(const std::string& key) {
  return key.empty() ? std::nullopt : std::optional<std::string_view>(key);
}

// Absent and empty are the same, so what is empty is not written.
template <class Fields, class Record>
json::object texts_of(const Fields& fields, const Record& record) {
  json::object out;
  for (const auto& field : fields) {
    if (const std::string& value = record.*field.member; !value.empty()) {
      out[field.name] = value;
    }
  }
  return out;
}

template <class Fields, class Record>
void read_texts(const Fields& fields, const json::object& from, Record& record) {
  for (const auto& field : fields) {
    const json::value* value = from.if_contains(field.name);
    if (value != nullptr && value->is_string()) {
      record.*field.member = std::string(value->get_string());
    }
  }
}

std::string claims_text(const users::Claims& claims) {
  json::object out = texts_of(users::claim_fields(), claims);
  if (json::object address = texts_of(kAddress, claims.address); !address.empty()) {
    out["address"] = std::move(address);
  }
  return base::to_text(out);
}

base::Result<users::Claims> claims_from(std::string_view text) {
  TRY_VAL(object, base::parse_json_object(text));
  users::Claims claims;
  read_texts(users::claim_fields(), object, claims);
  if (const json::value* address = object.if_contains("address");
      address != nullptr && address->is_object()) {
    read_texts(kAddress, address->get_object(), claims.address);
  }
  return claims;
}

base::Result<std::vector<std::string>> texts_from(std::string_view text) {
  TRY_VAL(array, base::parse_json(text));
  std::vector<std::string> texts;
  if (array.is_array()) {
    for (const json::value& each : array.get_array()) {
      if (each.is_string()) {
        texts.emplace_back(each.get_string());
      }
    }
  }
  return texts;
}

std::optional<base::Instant> time_or_nothing(const Rows& rows, std::size_t row,
                                             std::size_t column) {
  return rows.is_null(row, column) ? std::nullopt : std::optional(rows.instant(row, column));
}

}  // namespace

UserColumns::UserColumns(const users::User& given, const users::Keys& keys)
    : user(given),
      status(users::to_string(given.status)),
      username_key(or_null(keys.username)),
      email_key(or_null(keys.email)),
      phone_key(or_null(keys.phone)),
      own_email(given.email_verified_at ? email_key : std::nullopt),
      own_phone(given.phone_verified_at ? phone_key : std::nullopt),
      email_pp(base::to_text(json::array(given.email_pp.begin(), given.email_pp.end()))),
      claims(claims_text(given.claims)),
      attributes(base::to_text(given.attributes)) {}

Statement insert_user(Tx& tx, const UserColumns& row) {
  const users::User& user = row.user;
  return tx.run(kAddUser, user.sub, row.status, user.username, row.username_key, user.name,
                user.email, row.email_key, user.email_verified_at, user.no_hp, row.phone_key,
                user.phone_verified_at, user.nip, row.email_pp, user.kd_satker, user.nama_satker,
                user.role, row.claims, row.attributes, user.created_at, user.updated_at);
}

base::Result<users::User> user_of(const Rows& rows, std::size_t row) {
  const auto status = users::status_from(rows.octets(row, 3));
  if (!status) {
    return base::reject(base::ErrorCode::internal, "", "a person's row is damaged",
                        "unknown status of user " + std::to_string(rows.integer(row, 0)));
  }
  TRY_VAL(email_pp, texts_from(rows.octets(row, 11)));
  TRY_VAL(claims, claims_from(rows.octets(row, 15)));
  TRY_VAL(attributes, base::parse_json_object(rows.octets(row, 16)));
  return users::User{.id = users::UserId{rows.integer(row, 0)},
                     .sub = rows.text(row, 1),
                     .version = rows.integer(row, 2),
                     .status = *status,
                     .username = rows.text(row, 4),
                     .name = rows.text(row, 5),
                     .email = rows.text(row, 6),
                     .email_is_hearsay = !rows.octets(row, 6).empty() && rows.is_null(row, 20),
                     .email_verified_at = time_or_nothing(rows, row, 7),
                     .no_hp = rows.text(row, 8),
                     .phone_verified_at = time_or_nothing(rows, row, 9),
                     .nip = rows.text(row, 10),
                     .email_pp = std::move(email_pp),
                     .kd_satker = rows.text(row, 12),
                     .nama_satker = rows.text(row, 13),
                     .role = rows.text(row, 14),
                     .claims = std::move(claims),
                     .attributes = std::move(attributes),
                     .created_at = rows.instant(row, 17),
                     .updated_at = rows.instant(row, 18),
                     .last_login_at = time_or_nothing(rows, row, 19)};
}

identity::users::Standing standing_of(const Rows& rows, std::size_t column) {
  using identity::users::Status;
  // What this program does not know is not active.
  return {
      .id = {rows.integer(0, column)},
      .status = identity::users::status_from(rows.octets(0, column + 1)).value_or(Status::erased),
      .sub = rows.text(0, column + 2),
      .administrator = rows.integer(0, column + 3) > 0};
}

}  // namespace storage::sql
