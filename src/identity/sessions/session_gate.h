// The gate of mint/gates.h that a browser's session passes at every request of a door: live, and of
// somebody who is active.
#pragma once

#include <optional>
#include <variant>

#include "base/result.h"
#include "base/secret.h"
#include "identity/sessions/sessions.h"
#include "mint/gates.h"

namespace identity {

class SessionGate {
 public:
  // A session with the proof that it is one; the gate alone makes it.
  class Entered {
   public:
    const sessions::Session& session() const { return session_; }
    const mint::SessionProof& proof() const { return proof_; }

   private:
    friend class SessionGate;
    Entered(sessions::Session session, mint::SessionProof proof)
        : session_(std::move(session)), proof_(std::move(proof)) {}
    sessions::Session session_;
    mint::SessionProof proof_;
  };
  using Answer = std::variant<sessions::Nobody, Entered, sessions::Inactive>;

  explicit SessionGate(sessions::Sessions& sessions) : sessions_(sessions) {}

  base::Result<Answer> check(const base::Secret& cookie);
  // For who holds the session's id and not its cookie, as what a code was made for does.
  base::Result<std::optional<Entered>> check(users::UserId person, const mint::SessionId& id);
  // As Sessions::check_remembered().
  std::optional<Entered> check_remembered(const base::Secret& cookie) const;

 private:
  static Entered enter(sessions::Session session);

  sessions::Sessions& sessions_;
};

}  // namespace identity
