// The rooms of OAuth and OpenID Connect that the endpoints open onto.
#pragma once

#include "identity/consent/consents.h"
#include "keys/key_ring.h"
#include "oauth/authorize/authorization.h"
#include "oauth/introspection/introspection.h"
#include "oauth/logout/logout.h"
#include "oauth/registry/browser_origins.h"
#include "oauth/resource/bearers.h"
#include "oauth/revocation/revocation.h"
#include "oauth/token/endpoint.h"
#include "oidc/userinfo/person_claims.h"

namespace endpoints {

struct OauthRooms {
  oauth::authorize::Authorization& authorization;
  oauth::token::Endpoint& token;
  oauth::logout::Logout& logout;
  oauth::resource::Bearers& bearers;
  const oidc::userinfo::PersonClaims& claims;
  oauth::ClientStore& clients;
  identity::consent::Consents& consents;
  oauth::Introspection& introspection;
  oauth::Revocation& revocation;
  oauth::BrowserOrigins& origins;
  keys::KeyRing& keys;
};

}  // namespace endpoints
