#include "web/form.h"

#include <algorithm>
#include <array>

namespace web {
namespace {

struct Known {
  std::string_view name;
  Words label;
  std::string_view type = "text";
  std::string_view autocomplete = "off";
  std::optional<Words> hint;
};

// What few have a use for.
constexpr std::array<std::string_view, 6> kRare = {"middle_name", "profile",  "picture",
                                                   "website",     "zoneinfo", "locale"};

constexpr std::array kKnown = {
    Known{"username", Words{"field.username"}, "text", "username", Words{"field.username.hint"}},
    Known{"name", Words{"field.name"}, "text", "name", {}},
    Known{"email", Words{"field.email"}, "email", "email", {}},
    Known{"no_hp", Words{"field.no_hp"}, "tel", "tel", Words{"field.no_hp.hint"}},
    Known{"nip", Words{"field.nip"}, "text", "off", {}},
    Known{"email_pp", Words{"field.email_pp"}, "text", "off", {}},
    Known{"kd_satker", Words{"field.kd_satker"}, "text", "off", {}},
    Known{"nama_satker", Words{"field.nama_satker"}, "text", "organization", {}},
    Known{"role", Words{"field.role"}, "text", "off", {}},
    Known{"given_name", Words{"field.given_name"}, "text", "given-name", {}},
    Known{"family_name", Words{"field.family_name"}, "text", "family-name", {}},
    Known{"middle_name", Words{"field.middle_name"}, "text", "additional-name", {}},
    Known{"nickname", Words{"field.nickname"}, "text", "nickname", {}},
    Known{"profile", Words{"field.profile"}, "url", "off", Words{"field.url.hint"}},
    Known{"picture", Words{"field.picture"}, "url", "photo", Words{"field.url.hint"}},
    Known{"website", Words{"field.website"}, "url", "url", Words{"field.url.hint"}},
    Known{"gender", Words{"field.gender"}, "text", "sex", {}},
    Known{"birthdate", Words{"field.birthdate"}, "text", "bday", Words{"field.birthdate.hint"}},
    Known{"zoneinfo", Words{"field.zoneinfo"}, "text", "off", Words{"field.zoneinfo.hint"}},
    Known{"locale", Words{"field.locale"}, "text", "language", Words{"field.locale.hint"}},
    Known{"address", Words{"field.address"}, "text", "street-address", {}},
};

struct Reason {
  std::string_view clause;
  Words words;
};

// Whole clauses before the last parts of them: "field.length" is said of every field that has no
// words of its own.
constexpr std::array kReasons = {
    Reason{"user.username.missing", Words{"reason.username.missing"}},
    Reason{"user.username.length", Words{"reason.username.length"}},
    Reason{"user.username.characters", Words{"reason.username.characters"}},
    Reason{"user.username.scripts", Words{"reason.username.scripts"}},
    Reason{"user.username.phone", Words{"reason.username.phone"}},
    Reason{"user.username.taken", Words{"reason.username.taken"}},
    Reason{"user.email.form", Words{"reason.email.form"}},
    Reason{"user.email_pp.form", Words{"reason.email_pp.form"}},
    Reason{"user.email.taken", Words{"reason.email.taken"}},
    Reason{"user.no_hp.form", Words{"reason.no_hp.form"}},
    Reason{"user.no_hp.taken", Words{"reason.no_hp.taken"}},
    Reason{"user.profile.form", Words{"reason.url.form"}},
    Reason{"user.picture.form", Words{"reason.url.form"}},
    Reason{"user.website.form", Words{"reason.url.form"}},
    Reason{"user.birthdate.form", Words{"reason.birthdate.form"}},
    Reason{"user.zoneinfo.form", Words{"reason.zoneinfo.form"}},
    Reason{"user.locale.form", Words{"reason.locale.form"}},
    Reason{"user.unknown", Words{"reason.user.unknown"}},
    Reason{"user.stale", Words{"reason.user.stale"}},
    Reason{"user.last_administrator", Words{"reason.user.last_administrator"}},
    Reason{"user.administrator_exists", Words{"reason.user.administrator_exists"}},
    Reason{"password.not_text", Words{"password.not_text"}},
    Reason{"password.too_short", Words{"password.too_short"}},
    Reason{"password.too_long", Words{"password.too_long"}},
    Reason{"password.common", Words{"password.common"}},
    Reason{"password.too_weak", Words{"password.too_weak"}},
    Reason{"password.hint.word", Words{"password.hint.word"}},
    Reason{"password.hint.name_of_yours", Words{"password.hint.name_of_yours"}},
    Reason{"password.hint.repeats", Words{"password.hint.repeats"}},
    Reason{"password.hint.sequence", Words{"password.hint.sequence"}},
    Reason{"password.hint.keyboard", Words{"password.hint.keyboard"}},
    Reason{"password.hint.date", Words{"password.hint.date"}},
};

constexpr std::array kAnyField = {
    Reason{"missing", Words{"reason.missing"}},   Reason{"text", Words{"reason.characters"}},
    Reason{"length", Words{"reason.length"}},     Reason{"characters", Words{"reason.characters"}},
    Reason{"form", Words{"reason.form"}},         Reason{"type", Words{"reason.form"}},
    Reason{"taken", Words{"reason.taken"}},       Reason{"forbidden", Words{"reason.forbidden"}},
    Reason{"unknown", Words{"reason.forbidden"}},
};

}  // namespace

Field field_of(std::string_view name) {
  const auto known = std::ranges::find(kKnown, name, &Known::name);
  if (known == kKnown.end()) {
    return {.name = std::string(name), .label = std::string(name)};
  }
  return {.name = std::string(name),
          .label = known->label,
          .hint = known->hint,
          .type = std::string(known->type),
          .autocomplete = std::string(known->autocomplete),
          .rare = std::ranges::find(kRare, name) != kRare.end()};
}

Words reason(std::string_view clause) {
  const auto whole = std::ranges::find(kReasons, clause, &Reason::clause);
  if (whole != kReasons.end()) {
    return whole->words;
  }
  const auto last = clause.substr(clause.rfind('.') + 1);
  const auto any = std::ranges::find(kAnyField, last, &Reason::clause);
  return clause.starts_with("user.") && any != kAnyField.end() ? any->words
                                                               : Words{"reason.unnamed"};
}

}  // namespace web
