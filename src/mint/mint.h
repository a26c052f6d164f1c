// The choke point: nothing else makes a token, a code, a one-time link or a session, and nothing is
// made here without the proofs that its warrant lists. Each act is in the trail, in the transaction
// of what it writes; what cannot be written there is not made. Called by the rooms of the doors.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "audit/trail.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "keys/key_ring.h"
#include "mint/one_time_store.h"
#include "mint/own_codes.h"
#include "mint/session_store.h"
#include "mint/warrants.h"

namespace mint {

// Who acts, as the trail is told.
struct Occasion {
  std::string actor;  // "user:23", "client:…", "cli"
  std::string address;
  std::string request_id;
};

enum class TokenType {
  access_token,  // at+jwt (RFC 9068)
  id_token,      // JWT (OpenID Connect Core section 2)
  // Of a family alone, and opaque (mint/family_token.h). A refresh token is as old as its family
  // may become; claims of one's own have no place in these.
  opaque_access_token,
  refresh_token,
};

// Of an access token: the family that it is of.
inline constexpr std::string_view kFamilyClaim = "family";
// What access tokens of the house's own frontend are good for, and no others: no token of a client
// is, and they are nowhere that a client's are.
std::string frontend_audience(std::string_view issuer);

struct TokenOrder {
  TokenType type = TokenType::access_token;
  crypto::SignatureAlgorithm algorithm = crypto::SignatureAlgorithm::ES256;
  std::chrono::seconds life{0};
  // Beside what mint says itself; naming one of those is an error.
  base::json::object claims;
};

struct Token {
  std::string text;
  std::string jti;
  base::Instant expires_at;
};

// For the browser, or for whoever sets the server up; stored as its time and its hash.
struct Voucher {
  base::Secret value;  // see mint/voucher.h
  base::Instant expires_at;
};

// What a browser goes to a provider for: the login under way or the session that it is of.
struct Journey {
  std::int64_t user_id = 0;
  std::string session;
  std::string redirect;  // where the provider sends it back
  base::json::object extra;
};

struct SessionOrder {
  std::chrono::seconds idle{0};
  std::chrono::seconds absolute{0};
  SessionDetails details = {};
  std::vector<SessionId> replaces = {};  // what the browser held until now
  std::optional<Conclusion> concludes = {};
};

struct OpenedSession {
  SessionId id;
  base::Secret value;  // of the cookie
};

// It was taken before; whoever asked revokes what came of it.
struct Replay {
  Bound bound;
  base::Instant spent_at;
};

template <Purpose purpose>
using SpendResult = std::variant<SpentProof<purpose>, Replay, Unknown>;

struct MintOptions {
  std::string issuer;
  std::chrono::seconds code_life{60};
};

class Mint {
 public:
  static constexpr std::chrono::seconds kLongestCodeLife{60};
  static constexpr std::chrono::seconds kLinkLife = std::chrono::hours(1);
  static constexpr std::chrono::seconds kJourneyLife = std::chrono::minutes(10);

  struct Parts {
    keys::KeyRing& keys;
    OneTimeStore& one_time;
    SessionStore& sessions;
    audit::Trail& trail;
    const base::Clock& clock;
    base::Random& random;
  };

  // Refuses an issuer that is empty and codes that would live longer than a minute.
  static base::Result<std::unique_ptr<Mint>> make(const Parts& parts, MintOptions options);

  // All that one answer carries, under one entry of the trail, which may be that of the family's
  // own step. An ID token that follows an access token holds its hash. What the code was made for
  // and what is proven now must agree.
  base::Result<std::vector<Token>> tokens(RedemptionWarrant warrant,
                                          std::span<const TokenOrder> orders,
                                          const Occasion& occasion);
  base::Result<std::vector<Token>> tokens(const RefreshWarrant& warrant,
                                          std::span<const TokenOrder> orders,
                                          const Occasion& occasion);
  base::Result<Token> token(const ClientWarrant& warrant, const TokenOrder& order,
                            const Occasion& occasion);
  // Where the trail has the family's step already, these need no entry of their own: one write.
  base::Result<std::vector<Token>> tokens(const FrontendWarrant& warrant,
                                          std::span<const TokenOrder> orders,
                                          const Occasion& occasion);
  base::Result<std::vector<Token>> tokens(const FrontendRefreshWarrant& warrant,
                                          std::span<const TokenOrder> orders,
                                          const Occasion& occasion);

  // Bound to what the proofs say, and to `extra`: whoever spends it finds both again.
  base::Result<Voucher> code(const AuthorizationWarrant& warrant, base::json::object extra,
                             const Occasion& occasion);
  base::Result<Voucher> code(const SiteWarrant& warrant, base::json::object extra,
                             const Occasion& occasion);
  base::Result<Voucher> link(const SetupWarrant& warrant, const Occasion& occasion);
  base::Result<Voucher> state(const DepartureWarrant& warrant, Journey journey,
                              const Occasion& occasion);
  base::Result<Voucher> link_proof(const LinkWarrant& warrant, base::json::object extra,
                                   const Occasion& occasion);

  // By the time it is written: forbidden when the person is no longer active, conflict when the
  // login that it concludes is no longer as it was.
  base::Result<OpenedSession> session(const LoginWarrant& warrant, const SessionOrder& order,
                                      const Occasion& occasion);

  // Takes it, and only then says what it was. Of many that try at once one is answered with a
  // proof.
  template <Purpose purpose>
  base::Result<SpendResult<purpose>> spend(std::string_view value, const Occasion& occasion) {
    TRY_VAL(taken, take(purpose, value, occasion, nullptr));
    return result_of<purpose>(std::move(taken));
  }
  // As spend(), and opens what comes of it by the same write.
  base::Result<SpendResult<Purpose::authorization_code>> spend(std::string_view code,
                                                               const Opening& opening,
                                                               const Occasion& occasion) {
    TRY_VAL(taken, take(Purpose::authorization_code, code, occasion, &opening));
    return result_of<Purpose::authorization_code>(std::move(taken));
  }

  // Whether there is a key that signs so; asked before what is good once is taken.
  base::Done can_sign(crypto::SignatureAlgorithm algorithm) const;

  // Of what somebody else has made and may use once: whether it has not been seen before. It is
  // remembered until `until`, and is of no use to anybody by then.
  base::Result<bool> first_time(Purpose purpose, std::string_view value, base::Instant until,
                                const std::string& holder, const Occasion& occasion);

  // Whether spend() would take it now; for who has something to look at first, and shows it to
  // nobody who holds no such value.
  base::Result<bool> waits(Purpose purpose, std::string_view value);
  // What it was made for, taken or not, and null when there is none such: for who makes ready what
  // comes of it, and shows it to nobody before spend() has said that it is theirs.
  base::Result<std::shared_ptr<const Bound>> made_for(Purpose purpose, std::string_view value);
  // What spend() would say of one that was taken before; nothing of any other.
  base::Result<std::optional<Replay>> replay_of(Purpose purpose, std::string_view value);

 private:
  struct Bearer;  // whom tokens are for, as the proofs say
  struct Taking {
    Bound bound;
    std::optional<FamilyId> opened;
  };
  using Taken = std::variant<Taking, Replay, Unknown>;

  Mint(const Parts& parts, MintOptions options);

  Bearer frontend(const LiveUser& user, const LiveSession& session, const LiveFamily& family) const;
  base::Result<std::vector<Token>> issue(const Bearer& bearer, std::span<const TokenOrder> orders,
                                         const Occasion& occasion);
  base::Result<Token> make_opaque(const Bearer& bearer, const TokenOrder& order);
  base::Result<Token> sign(const Bearer& bearer, const TokenOrder& order,
                           const std::string& access_token);
  base::Result<Voucher> issue_voucher(Purpose purpose, Bound bound, std::chrono::seconds life,
                                      const Occasion& occasion);
  base::Result<Taken> take(Purpose purpose, std::string_view value, const Occasion& occasion,
                           const Opening* opening);
  template <Purpose purpose>
  static SpendResult<purpose> result_of(Taken taken) {
    if (auto* taking = std::get_if<Taking>(&taken)) {
      return SpentProof<purpose>(SpentOnce<purpose>(std::move(taking->bound), taking->opened));
    }
    if (auto* replay = std::get_if<Replay>(&taken)) {
      return std::move(*replay);
    }
    return Unknown{};
  }

  const Parts parts_;
  const MintOptions options_;
  base::IdSource ids_;
  OwnCodes own_codes_;
};

}  // namespace mint
