#include "federation/providers.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "federation/exchange.h"
#include "federation/profile.h"
#include "federation/provider_factor.h"
#include "identity/users/fields.h"
#include "jose/assertion_key.h"

namespace federation {
namespace {

using base::ErrorCode;

constexpr std::array<std::string_view, 5> kReserved = {"profile", "login", "logout", "sessions",
                                                       "refresh-token"};
constexpr std::array<std::string_view, 2> kKeyAlgorithms = {"ES256", "ES512"};
constexpr std::size_t kLongestName = 32;
constexpr std::size_t kLongestText = 2048;
constexpr std::size_t kPeopleAtOnce = 500;

// What is known of some providers beforehand.
struct Preset {
  std::string_view name;
  std::string_view title;
  std::string_view issuer;
  std::string_view asked_to_choose;
};
// Google knows no prompt=login, and lets people choose instead.
constexpr std::array kPresets = {
    Preset{"google", "Google", "https://accounts.google.com", "select_account"},
    Preset{"gapura", "Gapura", "", "login"},
};
constexpr Preset kNone{"", "", "", "login"};

std::unexpected<base::Error> refuse(std::string_view clause, std::string description) {
  return base::reject(ErrorCode::invalid_request, clause, std::move(description));
}

std::string enumerated(const auto& rows, auto name_of) {
  std::string names;
  for (const auto& row : rows) {
    names += (names.empty() ? "" : ", ") + std::string(name_of(row));
  }
  return names;
}

base::Result<Preset> preset_of(const NewProvider& wanted) {
  const std::string& name = wanted.preset.empty() ? wanted.name : wanted.preset;
  const auto* const found = std::ranges::find(kPresets, name, &Preset::name);
  if (found != kPresets.end()) {
    return *found;
  }
  if (!wanted.preset.empty()) {
    return refuse("provider.preset",
                  "there is no preset " + wanted.preset + ", but " +
                      enumerated(kPresets, [](const Preset& preset) { return preset.name; }));
  }
  return kNone;
}

bool is_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= kLongestName && name.front() != '-' &&
         std::ranges::all_of(name, fits);
}

bool is_line(std::string_view text) {
  return text.size() <= kLongestText && base::is_utf8(text) &&
         std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

bool is_url(std::string_view url, bool may_have_query) {
  const auto rest = url.substr(std::min(url.size(), url.find("://") + 3));
  const bool plain =
      std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F && c != '\\'; });
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  return (url.starts_with("https://") || url.starts_with("http://")) && plain && !rest.empty() &&
         rest.front() != '/' && url.size() <= kLongestText && !url.contains('#') &&
         !authority.contains('@') && (may_have_query || !url.contains('?'));
}

struct Endpoint {
  std::string Provider::* place;
  std::string_view clause;
  std::string_view what;
  bool asked_by_us = true;
};
constexpr std::array kIssuer = {
    Endpoint{&Provider::issuer, "provider.issuer",
             "an issuer is an https address without query, as the provider writes it"}};
constexpr std::array kEndpoints = {
    Endpoint{&Provider::authorize_url, "provider.authorize_url",
             "an OAuth 2.0 provider has an authorization endpoint", false},
    Endpoint{&Provider::token_url, "provider.token_url",
             "an OAuth 2.0 provider has a token endpoint"},
    Endpoint{&Provider::userinfo_url, "provider.userinfo_url",
             "an OAuth 2.0 provider has an address that says who somebody is"}};

std::span<const Endpoint> endpoints_of(const Provider& provider) {
  return provider.kind == Kind::oidc ? std::span<const Endpoint>(kIssuer) : kEndpoints;
}

base::Done check_addresses(const Provider& provider) {
  for (const Endpoint& endpoint : endpoints_of(provider)) {
    if (!is_url(provider.*endpoint.place, provider.kind == Kind::oauth2)) {
      return refuse(endpoint.clause, std::string(endpoint.what));
    }
  }
  return {};
}

base::Done check_mapping(const Provider& provider) {
  for (const auto& [field, claim] : provider.mapping) {
    const auto& fields = identity::users::fields();
    if (field != "sub" &&
        std::ranges::find(fields, field, &identity::users::Field::name) == fields.end()) {
      return refuse("provider.mapping",
                    "there is no field " + field + ", but sub, " +
                        enumerated(fields, [](const auto& row) { return row.name; }));
    }
  }
  return {};
}

base::Done check(const Provider& provider) {
  if (provider.title.empty() || !is_line(provider.title)) {
    return refuse("provider.title", "a provider has a title, on one line");
  }
  if (provider.client_id.empty() || !is_line(provider.client_id)) {
    return refuse("provider.client_id", "a provider knows us by a client id");
  }
  if (provider.sealed.empty()) {
    return refuse("provider.secret", "a provider has given us a secret");
  }
  const bool scopes_fit = std::ranges::all_of(provider.scopes, [](const std::string& scope) {
    return is_line(scope) && !scope.empty() && !scope.contains(' ');
  });
  const bool openid = std::ranges::find(provider.scopes, "openid") != provider.scopes.end();
  if (!scopes_fit || (provider.kind == Kind::oidc && !openid)) {
    return refuse("provider.scopes", "an OpenID provider is asked for openid, scope by scope");
  }
  TRY(check_addresses(provider));
  return check_mapping(provider);
}

}  // namespace

bool is_reserved(std::string_view name) {
  return std::ranges::find(kReserved, name) != kReserved.end();
}

// What was taken once stays: its host may have gone from the configuration since, and the provider
// is to be closed then.
base::Done Providers::check_reach(const Provider& provider, const Provider* before) const {
  for (const Endpoint& endpoint : endpoints_of(provider)) {
    const std::string& url = provider.*endpoint.place;
    if (!endpoint.asked_by_us || (before != nullptr && before->*endpoint.place == url)) {
      continue;
    }
    if (auto checked = parts_.addresses.check(url); !checked) {
      return refuse(endpoint.clause, "it could never be asked: " + checked.error().description);
    }
  }
  return {};
}

base::Done Providers::take(Provider& provider, const Wishes& wishes) const {
  const std::string earlier = provider.kind == Kind::oauth2 ? provider.issuer : std::string();
  provider.title = wishes.title.value_or(provider.title);
  provider.issuer = wishes.issuer.value_or(provider.issuer);
  provider.client_id = wishes.client_id.value_or(provider.client_id);
  provider.auth = wishes.auth.value_or(provider.auth);
  provider.scopes = wishes.scopes.value_or(provider.scopes);
  provider.authorize_url = wishes.authorize_url.value_or(provider.authorize_url);
  provider.token_url = wishes.token_url.value_or(provider.token_url);
  provider.userinfo_url = wishes.userinfo_url.value_or(provider.userinfo_url);
  provider.signup = wishes.signup.value_or(provider.signup);
  provider.enabled = wishes.enabled.value_or(provider.enabled);
  provider.position = wishes.position.value_or(provider.position);
  for (const auto& [field, claim] : wishes.mapping.value_or(Mapping{})) {
    if (claim.empty() && !usual_mapping().contains(field)) {
      provider.mapping.erase(field);
    } else {
      provider.mapping[field] = claim;
    }
  }
  if (provider.kind == Kind::oauth2) {
    // What stands before the claim stays: a server that has moved is the same one.
    const std::string at =
        earlier.empty() ? provider.token_url : earlier.substr(0, earlier.find('#'));
    provider.issuer = at + "#" + subject_claim(provider);
  }
  return take_credentials(provider, wishes);
}

// A key is made here, and its private half never leaves; a secret is what the provider gave.
base::Done Providers::take_credentials(Provider& provider, const Wishes& wishes) const {
  const bool had_key = !provider.key_algorithm.empty();
  if (provider.auth != ClientAuth::private_key_jwt) {
    if (had_key) {
      provider.key_algorithm.clear();
      provider.public_jwk.clear();
      provider.sealed.clear();
    }
    if (wishes.secret && !wishes.secret->empty()) {
      provider.sealed = seal_secret(parts_.sealer, provider, *wishes.secret);
    }
    return {};
  }
  if (had_key && !wishes.key_algorithm) {
    return {};
  }
  provider.key_algorithm = wishes.key_algorithm.value_or(std::string(kKeyAlgorithms.front()));
  const auto algorithm = crypto::signature_algorithm(provider.key_algorithm);
  if (!algorithm ||
      std::ranges::find(kKeyAlgorithms, provider.key_algorithm) == kKeyAlgorithms.end()) {
    return refuse("provider.key_algorithm", "a key of ours signs with ES256 or ES512");
  }
  TRY_VAL(key, jose::make_assertion_key(*algorithm, parts_.random));
  provider.public_jwk = std::move(key.public_jwk);
  provider.sealed = seal_secret(parts_.sealer, provider, key.pkcs8);
  return {};
}

base::Result<Provider> Providers::add(const identity::Act& act, const NewProvider& wanted) {
  if (!is_name(wanted.name)) {
    return refuse("provider.name",
                  "a provider's name is small letters, digits, - and _, at most 32 of them");
  }
  if (is_reserved(wanted.name)) {
    return refuse("provider.name.reserved", "that name is the path of something else");
  }
  TRY_VAL(preset, preset_of(wanted));
  const base::Instant now = parts_.clock.now();
  TRY_VAL(others, parts_.store.list());
  Provider provider{
      .name = wanted.name,
      .title = std::string(preset.title.empty() ? std::string_view(wanted.name) : preset.title),
      .kind = wanted.kind,
      .issuer = std::string(wanted.kind == Kind::oidc ? preset.issuer : std::string_view()),
      .scopes = wanted.kind == Kind::oidc ? std::vector<std::string>{"openid", "email", "profile"}
                                          : std::vector<std::string>{},
      .asked_to_choose = std::string(preset.asked_to_choose),
      .position = others.empty() ? 1 : others.back().position + 1,
      .created_at = now,
      .updated_at = now};
  TRY(take(provider, wanted.wishes));
  TRY(check(provider));
  TRY(check_reach(provider, nullptr));
  return parts_.store.add(provider, event_of(act, "provider.added", subject_of(provider)));
}

base::Result<Provider> Providers::show(const std::string& name) {
  TRY_VAL(provider, parts_.store.find(name));
  if (!provider) {
    return base::reject(ErrorCode::not_found, "provider.unknown", "there is no such provider");
  }
  return *std::move(provider);
}

base::Result<Provider> Providers::set(const identity::Act& act, const std::string& name,
                                      const Wishes& wishes) {
  TRY_VAL(provider, show(name));
  const Provider before = provider;
  TRY(take(provider, wishes));
  provider.updated_at = parts_.clock.now();
  TRY(check(provider));
  TRY(check_reach(provider, &before));
  TRY(keep_links(before, provider, wishes));
  TRY_VAL(written,
          parts_.store.update(provider, event_of(act, "provider.changed", subject_of(provider))));
  if (auto* changed = std::get_if<Provider>(&written)) {
    return std::move(*changed);
  }
  return base::reject(ErrorCode::conflict, "provider.stale",
                      "the provider was changed by somebody else; look at it again");
}

// An account of the old issuer is nobody's with the new one, and whoever is called there what
// somebody was called here would be taken for them if both were one.
base::Done Providers::keep_links(const Provider& before, const Provider& after,
                                 const Wishes& wishes) {
  // Of an OAuth 2.0 server userinfo alone says who somebody is: another one's "77" is somebody
  // else.
  const bool moves = before.issuer != after.issuer || before.token_url != after.token_url ||
                     before.userinfo_url != after.userinfo_url;
  if (!moves || wishes.sure) {
    return {};
  }
  TRY_VAL(count, parts_.identities.count_of(before.issuer));
  if (count > 0) {
    return base::reject(ErrorCode::conflict, "provider.in_use",
                        std::to_string(count) +
                            " people log in by it, who lose that with another issuer or sub, and "
                            "whose token endpoint and userinfo address must still be the same "
                            "server's; say --yes if that is meant");
  }
  return {};
}

base::Done Providers::remove(const identity::Act& act, const std::string& name) {
  TRY_VAL(removed,
          parts_.store.remove(name, event_of(act, "provider.deleted", "provider:" + name)));
  if (!removed) {
    return base::reject(ErrorCode::not_found, "provider.unknown", "there is no such provider");
  }
  return {};
}

base::Result<std::size_t> Providers::end_those_of(const identity::Act& act,
                                                  const Provider& provider, UserId person) {
  const base::Instant now = parts_.clock.now();
  TRY_VAL(sessions, parts_.sessions.of(person, now));
  std::size_t ended = 0;
  for (const auto& session : sessions) {
    if (std::ranges::find(session.factors, kProviderFactor) == session.factors.end()) {
      continue;
    }
    TRY_VAL(was_live,
            parts_.sessions.end(person, session.id, now,
                                event_of(act, "session.ended", identity::users::subject_of(person),
                                         audit::Outcome::allowed, subject_of(provider))));
    ended += was_live ? 1 : 0;
  }
  return ended;
}

base::Result<std::size_t> Providers::end_sessions(const identity::Act& act,
                                                  const Provider& provider) {
  std::size_t ended = 0;
  UserId last{};
  while (true) {
    TRY_VAL(people, parts_.identities.people_of(provider.issuer, last, kPeopleAtOnce));
    for (const UserId person : people) {
      TRY_VAL(theirs, end_those_of(act, provider, person));
      ended += theirs;
    }
    if (people.size() < kPeopleAtOnce) {
      return ended;
    }
    last = people.back();
  }
}

}  // namespace federation
