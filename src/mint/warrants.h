// Which proofs each thing is made from. A member that is left out does not compile, so that no path
// can forget a gate; a path with other gates is another warrant. What was spent once is in it by
// value, and mint takes such a warrant by value: it makes one thing, and is gone.
#pragma once

#include "mint/gates.h"

namespace mint {

// A code at the authorization endpoint (RFC 6749 section 4.1.2).
struct AuthorizationWarrant {
  const UserProof& user;
  const SessionProof& session;
  const FactorProof& factors;
  const RedirectProof& redirect;
  const ScopeProof& scope;
  const ConsentProof& consent;
  const ChallengeProof& pkce;
};

// A code of the redirect SSO.
struct SiteWarrant {
  const UserProof& user;
  const SessionProof& session;
  const FactorProof& factors;
  const SiteProof& site;
};

// Tokens for an authorization code (RFC 6749 section 4.1.3).
struct RedemptionWarrant {
  SpentProof<Purpose::authorization_code> code;
  const ClientProof& client;
  const RedirectProof& redirect;
  const VerifierProof& pkce;
  const UserProof& user;
  const SessionProof& session;
  const ScopeProof& scope;
  const ConsentProof& consent;
  const FamilyProof& family;
};

// Tokens for a refresh token (RFC 6749 section 6).
struct RefreshWarrant {
  const ClientProof& client;
  const FamilyProof& family;
  const UserProof& user;
  const ScopeProof& scope;
  const ConsentProof& consent;
};

// Tokens for a client itself (RFC 6749 section 4.4).
struct ClientWarrant {
  const ClientProof& client;
  const ScopeProof& scope;
};

// Tokens of the house's own frontend, for whoever is logged in.
struct FrontendWarrant {
  const UserProof& user;
  const SessionProof& session;
  const FamilyProof& family;
};

// The next ones, for a refresh token of theirs.
struct FrontendRefreshWarrant {
  const UserProof& user;
  const FamilyProof& family;
};

// A session, at the end of a login.
struct LoginWarrant {
  const UserProof& user;
  const FactorProof& factors;
};

// The state that a browser takes to a provider (RFC 6749 section 10.12).
struct DepartureWarrant {
  const ProviderProof& provider;
};

// What lets somebody who is logged in say that an account at a provider is theirs.
struct LinkWarrant {
  const UserProof& user;
  const SessionProof& session;
  const ArrivalProof& arrival;
};

// The link that makes the first administrator.
struct SetupWarrant {
  const SetupProof& setup;
};

}  // namespace mint
