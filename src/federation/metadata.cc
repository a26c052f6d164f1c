#include "federation/metadata.h"

#include <array>

#include "base/json.h"

namespace federation {
namespace {

std::unexpected<base::Error> refuse(std::string_view clause, std::string why) {
  return base::reject(base::ErrorCode::unavailable, clause, std::move(why));
}

// Plain http alone of an issuer that is plain http itself.
bool is_fit(std::string_view url, std::string_view issuer) {
  return url.starts_with("https://") ||
         (url.starts_with("http://") && issuer.starts_with("http://"));
}

struct Place {
  std::string_view name;
  std::string Metadata::* member;
  bool needed;
};
constexpr std::array kPlaces = {
    Place{"authorization_endpoint", &Metadata::authorization_endpoint, true},
    Place{"token_endpoint", &Metadata::token_endpoint, true},
    Place{"jwks_uri", &Metadata::jwks_uri, true},
    Place{"userinfo_endpoint", &Metadata::userinfo_endpoint, false},
};

struct List {
  std::string_view name;
  Metadata::Texts Metadata::* member;
};
constexpr std::array kLists = {
    List{"response_types_supported", &Metadata::response_types},
    List{"code_challenge_methods_supported", &Metadata::challenge_methods},
    List{"token_endpoint_auth_methods_supported", &Metadata::client_auths},
    List{"token_endpoint_auth_signing_alg_values_supported", &Metadata::client_auth_algorithms},
    List{"id_token_signing_alg_values_supported", &Metadata::id_token_algorithms},
    List{"scopes_supported", &Metadata::scopes},
};

Metadata::Texts texts_in(const base::json::object& document, std::string_view name) {
  const auto* found = document.if_contains(name);
  if (found == nullptr || !found->is_array()) {
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const auto& each : found->get_array()) {
    if (each.is_string()) {
      texts.emplace_back(each.get_string());
    }
  }
  return texts;
}

}  // namespace

std::string discovery_url(std::string_view issuer) {
  if (issuer.ends_with('/')) {
    issuer.remove_suffix(1);
  }
  return std::string(issuer) + "/.well-known/openid-configuration";
}

base::Result<Metadata> parse_metadata(std::string_view text, std::string_view issuer) {
  const auto document = base::parse_json_object(text);
  if (!document) {
    return refuse("OIDCD-4.2", "what it says of itself is not JSON");
  }
  const auto* own = document->if_contains("issuer");
  if (own == nullptr || !own->is_string() || std::string_view(own->get_string()) != issuer) {
    return refuse("OIDCD-4.3", "it says that it is another issuer than " + std::string(issuer));
  }
  Metadata metadata{.issuer = std::string(issuer)};
  for (const Place& place : kPlaces) {
    const auto* found = document->if_contains(place.name);
    const bool there = found != nullptr && found->is_string();
    if (!there && !place.needed) {
      continue;
    }
    const std::string url = there ? std::string(found->get_string()) : std::string();
    if (!is_fit(url, issuer)) {
      return refuse("OIDCD-3", "it names no " + std::string(place.name) + " that can be used");
    }
    metadata.*place.member = url;
  }
  const auto* names = document->if_contains("authorization_response_iss_parameter_supported");
  metadata.names_itself = names != nullptr && names->is_bool() && names->get_bool();
  for (const List& list : kLists) {
    metadata.*list.member = texts_in(*document, list.name);
  }
  return metadata;
}

Metadata configured_metadata(const Provider& provider) {
  return {.issuer = provider.issuer,
          .authorization_endpoint = provider.authorize_url,
          .token_endpoint = provider.token_url,
          .userinfo_endpoint = provider.userinfo_url,
          .jwks_uri = {}};
}

}  // namespace federation
