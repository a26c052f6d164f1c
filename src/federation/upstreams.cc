#include "federation/upstreams.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "jose/jwk.h"

namespace federation {
namespace {

constexpr std::string_view kUnknownKid = "RFC7515-4.1.4";
constexpr int kOk = 200;

// OpenID Connect signs with RS256 where nothing else was agreed on (Core 1.0, section 2): that
// binds an RSA key that names no algorithm, of which jose would have to guess.
base::Result<jose::KeySet> keys_in(const std::string& text) {
  TRY_VAL(document, base::parse_json_object(text));
  if (auto* list = document.if_contains("keys"); list != nullptr && list->is_array()) {
    for (auto& entry : list->get_array()) {
      auto* key = entry.if_object();
      const auto* type = key == nullptr ? nullptr : key->if_contains("kty");
      if (type != nullptr && *type == "RSA" && !key->contains("alg")) {
        (*key)["alg"] = "RS256";
      }
    }
  }
  return jose::parse_jwks(base::to_text(document));
}

}  // namespace

std::shared_ptr<Upstreams::Entry> Upstreams::entry_of(const std::string& issuer) {
  const std::lock_guard lock(mutex_);
  auto& entry = entries_[issuer];
  if (!entry) {
    entry = std::make_shared<Entry>();
  }
  return entry;
}

template <class T, class Fetch>
base::Result<T> Upstreams::fresh(Kept<T>& kept, Fetch fetch) {
  const base::Instant now = clock_.now();
  if (kept.value && now < kept.fresh_until) {
    return *kept.value;
  }
  if (now >= kept.next_try) {
    base::Result<T> fetched = fetch();
    const base::Instant after = clock_.now();
    if (fetched) {
      kept.value = *fetched;
      kept.fresh_until = after + kLife;
    } else {
      kept.failure = fetched.error();
    }
    kept.next_try = after + (kept.value ? kLater : kSoon);
  }
  if (kept.value) {
    return *kept.value;
  }
  return std::unexpected(kept.failure);
}

base::Result<std::string> Upstreams::document_at(const Provider& provider, const std::string& url) {
  TRY_VAL(reply, line_.ask({.url = url,
                            .headers = {{"Accept", "application/json"}},
                            .form = {},
                            .configured_url = configured_url(provider)}));
  if (reply.status != kOk) {
    return base::reject(base::ErrorCode::unavailable, "", "the provider does not answer as it must",
                        url + " answers " + std::to_string(reply.status));
  }
  return std::move(reply.body);
}

base::Result<Metadata> Upstreams::metadata_in(Entry& entry, const Provider& provider) {
  return fresh(entry.metadata, [&]() -> base::Result<Metadata> {
    TRY_VAL(text, document_at(provider, discovery_url(provider.issuer)));
    return parse_metadata(text, provider.issuer);
  });
}

base::Result<Metadata> Upstreams::metadata(const Provider& provider) {
  if (provider.kind == Kind::oauth2) {
    return configured_metadata(provider);
  }
  const auto entry = entry_of(provider.issuer);
  const std::lock_guard lock(entry->fetching);
  return metadata_in(*entry, provider);
}

base::Result<Upstreams::Verifier> Upstreams::fetch_keys(Entry& entry, const Provider& provider) {
  TRY_VAL(metadata, metadata_in(entry, provider));
  TRY_VAL(text, document_at(provider, metadata.jwks_uri));
  auto keys = keys_in(text);
  if (!keys) {
    return base::reject(base::ErrorCode::unavailable, keys.error().clause,
                        "the provider's keys cannot be used", keys.error().description);
  }
  return std::make_shared<const jose::Verifier>(*std::move(keys));
}

base::Result<Upstreams::Verifier> Upstreams::keys(const Provider& provider,
                                                  const Verifier& another_than) {
  const auto entry = entry_of(provider.issuer);
  const std::lock_guard lock(entry->fetching);
  const bool seen = another_than && entry->keys.value && *entry->keys.value == another_than;
  if (seen && clock_.now() >= entry->asked_for_another + kUnknownKey) {
    entry->asked_for_another = clock_.now();
    entry->keys.fresh_until = {};
    entry->keys.next_try = {};
  }
  return fresh(entry->keys, [&] { return fetch_keys(*entry, provider); });
}

base::Done Upstreams::test_keys(const Provider& provider) {
  TRY(keys(provider, nullptr));
  return {};
}

base::Result<jose::Verified> Upstreams::verify(const Provider& provider, std::string_view jwt) {
  const jose::Expected expected{.typ = "JWT", .untyped_too = true};
  TRY_VAL(known, keys(provider, nullptr));
  auto verified = known->verify(jwt, expected);
  if (verified || verified.error().clause != kUnknownKid) {
    return verified;
  }
  TRY_VAL(newer, keys(provider, known));
  return newer == known ? std::move(verified) : newer->verify(jwt, expected);
}

}  // namespace federation
