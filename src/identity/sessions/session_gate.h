// The gate of mint/gates.h that a browser's session passes at every request of a door: live, and of
// somebody who is active.
#pragma once

#include <optional>
#include <variant>

#include "base/result.h"
#include "base/secret.h"
#include "identity/sessions/sessions.h"
#include "identity/users/user_gate.h"
#include "mint/gates.h"

namespace identity {

class SessionGate {
 public:
  // A session with the proof that it is one, and that its person is active: read together, by
  // this request or within the half second before it. The gate alone makes it.
  class Entered {
   public:
    const sessions::Session& session() const { return session_; }
    const mint::SessionProof& proof() const { return proof_; }
    const mint::UserProof& user() const { return user_; }

   private:
    friend class SessionGate;
    Entered(sessions::Session session, mint::SessionProof proof, mint::UserProof user)
        : session_(std::move(session)), proof_(std::move(proof)), user_(std::move(user)) {}
    sessions::Session session_;
    mint::SessionProof proof_;
    mint::UserProof user_;
  };
  using Answer = std::variant<sessions::Nobody, Entered, sessions::Inactive>;

  explicit SessionGate(sessions::Sessions& sessions) : sessions_(sessions) {}

  base::Result<Answer> check(const base::Secret& cookie);
  // For who holds the session's id and not its cookie, as what a code was made for does: by one
  // read, and what the gate of people says of its person.
  struct AtHand {
    UserGate::Answer user;
    std::optional<mint::SessionProof> session;
  };
  base::Result<AtHand> check(users::UserId person, const mint::SessionId& id);
  // As Sessions::look_lately().
  base::Result<AtHand> check_lately(users::UserId person, const mint::SessionId& id);
  // As Sessions::check_remembered().
  std::optional<Entered> check_remembered(const base::Secret& cookie) const;

 private:
  static std::optional<Entered> enter(sessions::Live live);
  static AtHand at_hand(const sessions::AtHand& found);

  sessions::Sessions& sessions_;
};

}  // namespace identity
