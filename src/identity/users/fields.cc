#include "identity/users/fields.h"

#include <array>
#include <charconv>
#include <chrono>

#include "identity/names/names.h"
#include "identity/names/unicode.h"

namespace identity::users {
namespace {

using base::Done;
using base::Instant;
using base::json::value;

constexpr std::size_t kMostEmailPp = 32;

constexpr std::array kClaims = {
    ClaimField{"given_name", &Claims::given_name},
    ClaimField{"family_name", &Claims::family_name},
    ClaimField{"middle_name", &Claims::middle_name},
    ClaimField{"nickname", &Claims::nickname},
    ClaimField{"profile", &Claims::profile},
    ClaimField{"picture", &Claims::picture},
    ClaimField{"website", &Claims::website},
    ClaimField{"gender", &Claims::gender},
    ClaimField{"birthdate", &Claims::birthdate},
    ClaimField{"zoneinfo", &Claims::zoneinfo},
    ClaimField{"locale", &Claims::locale},
};

constexpr std::string_view kAttributes = "attributes";
constexpr std::size_t kLongestAttribute = 32;

// What names of attributes must leave alone besides the fields and claims there are: what a token
// or an answer about one says itself.
constexpr std::array<std::string_view, 30> kReserved = {
    "id",
    "sub",
    "status",
    "version",
    "created_at",
    "updated_at",
    "iss",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "azp",
    "nonce",
    "acr",
    "amr",
    "auth_time",
    "sid",
    "scope",
    "cnf",
    "act",
    "client_id",
    "family",
    "at_hash",
    "c_hash",
    "s_hash",
    "email_verified_at",
    "preferred_username",
    "phone_number",
    "phone_number_verified",
};

template <std::string User::* Member, std::size_t Longest>
Done write_text(User& user, std::string_view name, const value& given, Instant) {
  TRY_VAL(text, line_of_text(name, given, Longest));
  user.*Member = std::move(text);
  return {};
}

Done write_username(User& user, std::string_view name, const value& given, Instant) {
  if (!given.is_string()) {
    return bad_field(name, "missing", "must be text");
  }
  TRY_VAL(stored, names::username(given.get_string()));
  user.username = std::move(stored.shown);
  return {};
}

// Another address has not been verified; the same one in other letters still is. Whoever may write
// it knows whose it is.
Done write_email(User& user, std::string_view name, const value& given, Instant) {
  TRY_VAL(text, line_of_text(name, given, names::kLongestEmail));
  if (!text.empty()) {
    TRY_VAL(stored, names::email(text));
    text = std::move(stored.shown);
  }
  if (names::typed_name(text) != names::typed_name(user.email)) {
    user.email_verified_at.reset();
  }
  user.email = std::move(text);
  user.email_is_hearsay = false;
  return {};
}

Done write_email_verified(User& user, std::string_view name, const value& given, Instant now) {
  if (!given.is_bool() || (given.get_bool() && user.email.empty())) {
    return bad_field(name, "form", "true or false, of an address that is there");
  }
  user.email_verified_at =
      given.get_bool() ? std::optional(user.email_verified_at.value_or(now)) : std::nullopt;
  user.email_is_hearsay = user.email_is_hearsay && !given.get_bool();
  return {};
}

Done write_phone(User& user, std::string_view name, const value& given, Instant) {
  TRY_VAL(text, line_of_text(name, given, 32));
  if (!text.empty()) {
    TRY_VAL(stored, names::phone(text));
    text = std::move(stored.shown);
  }
  if (names::phone_key(text) != names::phone_key(user.no_hp)) {
    user.phone_verified_at.reset();
  }
  user.no_hp = std::move(text);
  return {};
}

Done write_phone_verified(User& user, std::string_view name, const value& given, Instant now) {
  if (!given.is_bool() || (given.get_bool() && user.no_hp.empty())) {
    return bad_field(name, "form", "true or false, of a number that is there");
  }
  user.phone_verified_at =
      given.get_bool() ? std::optional(user.phone_verified_at.value_or(now)) : std::nullopt;
  return {};
}

// "-" is how contract 1 writes that there is none.
Done write_nip(User& user, std::string_view name, const value& given, Instant) {
  TRY_VAL(text, line_of_text(name, given, 32));
  user.nip = text == "-" ? std::string() : std::move(text);
  return {};
}

Done write_email_pp(User& user, std::string_view name, const value& given, Instant) {
  if (given.is_null()) {
    user.email_pp.clear();
    return {};
  }
  if (!given.is_array() || given.get_array().size() > kMostEmailPp) {
    return bad_field(name, "form", "a list of at most 32 e-mail addresses");
  }
  std::vector<std::string> addresses;
  for (const value& entry : given.get_array()) {
    TRY_VAL(text, line_of_text(name, entry, names::kLongestEmail));
    const auto stored = names::email(text);
    if (!stored) {
      return bad_field(name, "form", "each must be an e-mail address");
    }
    addresses.push_back(stored->shown);
  }
  user.email_pp = std::move(addresses);
  return {};
}

bool is_web_address(std::string_view text) {
  const std::size_t host = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  return host != 0 && text.size() > host && text.find_first_of(" \"<>\\^`{|}") == text.npos;
}

bool is_number(std::string_view text, int least, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number >= least &&
         number <= most;
}

// YYYY, YYYY-MM-DD, or 0000-MM-DD when the year is nobody's business.
bool is_birthdate(std::string_view text) {
  const std::string_view year = text.substr(0, 4);
  const bool dated = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (year.size() != 4 || (!is_number(year, 1850, 9999) && !(dated && year == "0000")) ||
      (!dated && text.size() != 4)) {
    return false;
  }
  if (!dated) {
    return true;
  }
  const std::string_view month = text.substr(5, 2);
  const std::string_view day = text.substr(8, 2);
  if (!is_number(month, 1, 12) || !is_number(day, 1, 31)) {
    return false;
  }
  const int number = year == "0000" ? 2000 : std::stoi(std::string(year));
  return std::chrono::year_month_day(
             std::chrono::year(number),
             std::chrono::month(static_cast<unsigned>(std::stoi(std::string(month)))),
             std::chrono::day(static_cast<unsigned>(std::stoi(std::string(day)))))
      .ok();
}

bool is_ascii_of(std::string_view text, std::string_view signs) {
  return std::ranges::all_of(text, [signs](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || signs.find(letter) != signs.npos;
  });
}

bool anything(std::string_view) { return true; }
// As the tz database writes them: a place within an area, or the time that is counted from. Which
// places there are changes several times a year, and differs from machine to machine.
bool is_zone(std::string_view text) {
  constexpr std::array<std::string_view, 13> kAreas = {
      "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia",
      "Europe", "Indian",  "Pacific",    "Etc",    "US",   "Canada"};
  const auto slash = text.find('/');
  if (slash == text.npos) {
    return text == "UTC" || text == "GMT";
  }
  const auto place = text.substr(slash + 1);
  return std::ranges::find(kAreas, text.substr(0, slash)) != kAreas.end() && !place.empty() &&
         is_ascii_of(place, "/_+-") && !place.starts_with('/') && !place.ends_with('/');
}
// BCP 47, or with an underscore as some write it (Core 1.0, section 5.1).
bool is_locale(std::string_view text) { return is_ascii_of(text, "-_"); }

template <std::string Claims::* Member, std::size_t Longest, bool (*Accepts)(std::string_view)>
Done write_claim(User& user, std::string_view name, const value& given, Instant) {
  TRY_VAL(text, line_of_text(name, given, Longest));
  if (!text.empty() && !Accepts(text)) {
    return bad_field(name, "form", "not of the form that OpenID Connect gives it");
  }
  user.claims.*Member = std::move(text);
  return {};
}

Done write_address(User& user, std::string_view name, const value& given, Instant) {
  PostalAddress address;
  if (!given.is_null() && !given.is_object()) {
    return bad_field(name, "form", "an object of texts");
  }
  struct Part {
    std::string_view name;
    std::string PostalAddress::* member;
  };
  static constexpr std::array kParts = {
      Part{"formatted", &PostalAddress::formatted},
      Part{"street_address", &PostalAddress::street_address},
      Part{"locality", &PostalAddress::locality},
      Part{"region", &PostalAddress::region},
      Part{"postal_code", &PostalAddress::postal_code},
      Part{"country", &PostalAddress::country},
  };
  if (given.is_object()) {
    for (const auto& [key, text] : given.get_object()) {
      const auto* part = std::ranges::find(kParts, std::string_view(key), &Part::name);
      if (part == kParts.end()) {
        return bad_field(name, "unknown", "no such part: " + std::string(key));
      }
      TRY_VAL(line, line_of_text(name, text, 512));
      address.*(part->member) = std::move(line);
    }
  }
  user.claims.address = std::move(address);
  return {};
}

Done write_zone(User& user, std::string_view name, const value& given, Instant now) {
  auto written = write_claim<&Claims::zoneinfo, 64, &is_zone>(user, name, given, now);
  if (!written && written.error().clause == "user.zoneinfo.form") {
    return bad_field(name, "form", "must be a time zone such as Asia/Jakarta");
  }
  return written;
}

constexpr std::array kFields = {
    Field{"username", Editor::administrator, &write_username},
    Field{"name", Editor::self, &write_text<&User::name, 255>},
    Field{"email", Editor::administrator, &write_email},
    Field{"email_verified", Editor::administrator, &write_email_verified},
    Field{"no_hp", Editor::self, &write_phone},
    Field{"phone_verified", Editor::administrator, &write_phone_verified},
    Field{"nip", Editor::administrator, &write_nip},
    Field{"email_pp", Editor::administrator, &write_email_pp},
    Field{"kd_satker", Editor::administrator, &write_text<&User::kd_satker, 32>},
    Field{"nama_satker", Editor::administrator, &write_text<&User::nama_satker, 255>},
    Field{"role", Editor::administrator, &write_text<&User::role, 64>},
    Field{"given_name", Editor::self, &write_claim<&Claims::given_name, 255, &anything>},
    Field{"family_name", Editor::self, &write_claim<&Claims::family_name, 255, &anything>},
    Field{"middle_name", Editor::self, &write_claim<&Claims::middle_name, 255, &anything>},
    Field{"nickname", Editor::self, &write_claim<&Claims::nickname, 255, &anything>},
    Field{"profile", Editor::self, &write_claim<&Claims::profile, 2048, &is_web_address>},
    Field{"picture", Editor::self, &write_claim<&Claims::picture, 2048, &is_web_address>},
    Field{"website", Editor::self, &write_claim<&Claims::website, 2048, &is_web_address>},
    Field{"gender", Editor::self, &write_claim<&Claims::gender, 64, &anything>},
    Field{"birthdate", Editor::self, &write_claim<&Claims::birthdate, 10, &is_birthdate>},
    Field{"zoneinfo", Editor::self, &write_zone},
    Field{"locale", Editor::self, &write_claim<&Claims::locale, 35, &is_locale>},
    Field{"address", Editor::self, &write_address},
};

}  // namespace

std::span<const Field> fields() { return kFields; }

std::span<const ClaimField> claim_fields() { return kClaims; }

bool is_attribute_name(std::string_view name) {
  const auto allowed = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
  };
  return !name.empty() && name.size() <= kLongestAttribute && name.front() >= 'a' &&
         name.front() <= 'z' && std::ranges::all_of(name, allowed);
}

bool is_known_name(std::string_view name) {
  return std::ranges::find(kReserved, name) != kReserved.end() || name == kAttributes ||
         std::ranges::find(kFields, name, &Field::name) != kFields.end();
}

std::unexpected<base::Error> bad_field(std::string_view field, std::string_view why,
                                       std::string_view words) {
  return base::reject(base::ErrorCode::invalid_request,
                      "user." + std::string(field) + "." + std::string(why),
                      std::string(field) + ": " + std::string(words));
}

base::Result<std::string> line_of_text(std::string_view field, const value& given,
                                       std::size_t longest) {
  if (given.is_null()) {
    return std::string();
  }
  const auto points =
      given.is_string() ? names::code_points(given.get_string(), names::Form::nfc) : std::nullopt;
  if (!points) {
    return bad_field(field, "text", "must be text");
  }
  const std::u32string_view line = names::trimmed(*points);
  if (line.size() > longest) {
    return bad_field(field, "length", "at most " + std::to_string(longest) + " characters");
  }
  if (std::ranges::any_of(line, &names::breaks_a_line)) {
    return bad_field(field, "characters", "no line breaks and no control characters");
  }
  return names::utf8_text(line);
}
}  // namespace identity::users
