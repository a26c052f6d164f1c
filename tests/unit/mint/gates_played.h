// Gates that let everything through, for tests of what lies behind them.
#pragma once

#include <string>
#include <utility>

#include "mint/gates.h"

namespace identity {

class UserGate {
 public:
  static mint::UserProof pass(mint::LiveUser fact) { return mint::UserProof(std::move(fact)); }
};
class FactorGate {
 public:
  static mint::FactorProof pass(mint::Factors fact) { return mint::FactorProof(std::move(fact)); }
};
class SessionGate {
 public:
  static mint::SessionProof pass(mint::LiveSession fact) {
    return mint::SessionProof(std::move(fact));
  }
};
class ConsentGate {
 public:
  static mint::ConsentProof pass(mint::Consent fact) { return mint::ConsentProof(std::move(fact)); }
};
class SetupGate {
 public:
  static mint::SetupProof pass() { return mint::SetupProof(mint::NoAdministrator()); }
};

}  // namespace identity

namespace oauth {

class ClientGate {
 public:
  static mint::ClientProof pass(mint::Client fact) { return mint::ClientProof(std::move(fact)); }
};
class RedirectGate {
 public:
  static mint::RedirectProof pass(mint::Redirect fact) {
    return mint::RedirectProof(std::move(fact));
  }
};
class ScopeGate {
 public:
  static mint::ScopeProof pass(mint::GrantedScope fact) {
    return mint::ScopeProof(std::move(fact));
  }
};
class PkceGate {
 public:
  static mint::ChallengeProof begin(mint::PkceBegun fact) {
    return mint::ChallengeProof(std::move(fact));
  }
  static mint::VerifierProof finish(mint::PkceSatisfied fact) {
    return mint::VerifierProof(std::move(fact));
  }
};

}  // namespace oauth

namespace families {

class FamilyGate {
 public:
  static mint::FamilyProof pass(mint::LiveFamily fact) {
    return mint::FamilyProof(std::move(fact));
  }
};

}  // namespace families

namespace redirect_sso {

class SiteGate {
 public:
  static mint::SiteProof pass(mint::Admission fact) { return mint::SiteProof(std::move(fact)); }
};

}  // namespace redirect_sso

namespace federation {

class ProviderGate {
 public:
  static mint::ProviderProof pass(mint::OpenProvider fact) {
    return mint::ProviderProof(std::move(fact));
  }
};
class ArrivalGate {
 public:
  static mint::ArrivalProof pass(mint::Arrival fact) { return mint::ArrivalProof(std::move(fact)); }
};

}  // namespace federation
