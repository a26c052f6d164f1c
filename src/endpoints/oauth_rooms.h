// The rooms of OAuth and OpenID Connect that the endpoints open onto.
#pragma once

#include "keys/key_ring.h"
#include "oauth/authorize/authorization.h"
#include "oauth/resource/bearers.h"
#include "oauth/token/endpoint.h"

namespace endpoints {

struct OauthRooms {
  oauth::authorize::Authorization& authorization;
  oauth::token::Endpoint& token;
  oauth::resource::Bearers& bearers;
  keys::KeyRing& keys;
};

}  // namespace endpoints
