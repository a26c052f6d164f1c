// The login transaction and the machine that walks it. A door begins one with what it wants; the
// login page shows what is due and submits one step after the other; when nothing is due any more
// the machine makes the proofs that the mint needs for a session. Nothing else can make them, and
// one session alone comes of them: the write that opens it concludes the login.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audit/trail.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "identity/act.h"
#include "identity/budget/turnstile.h"
#include "identity/login/factor_gate.h"
#include "identity/login/steps.h"
#include "identity/login/transaction_store.h"
#include "identity/sessions/session_gate.h"
#include "identity/users/user_gate.h"

namespace identity::login {

// What a browser shows of a transaction: the id from the page, the value of the cookie.
struct Held {
  TransactionId id;
  base::Secret cookie;
};

// The session of the browser as the gate found it; none without.
using LiveSession = const SessionGate::Entered*;

// That session is what the door asked for: no page.
struct Satisfied {
  mint::FactorProof factors;
  Wish wish;
};
// prompt=none, and a page would be needed.
struct NotAllowedToAsk {
  sessions::Answer because = sessions::Answer::log_in;
};
struct Begun {
  TransactionId id;
  base::Secret cookie;
};
// Its network has begun too many.
struct Crowded {
  base::Duration retry_after{};
};
using Beginning = std::variant<Satisfied, NotAllowedToAsk, Begun, Crowded>;

// What the page shows.
struct Open {
  Transaction transaction;
  Due due;
};
// It is too late, it is done, or a later step has left this page behind. The same wish may begin
// again.
enum class Ended { expired, finished, outdated };
struct Over {
  Ended how = Ended::expired;
  Wish wish;
};
// No such transaction, or it is another browser's.
struct Stranger {};
using View = std::variant<Open, Satisfied, Over, Stranger>;

// One step, named by who sends it: a step that is not due is refused, not taken for another.
struct GoOnAs {
  users::UserId person;  // whom the page showed
};
struct UseAnother {};  // "not you?", and "another account"
struct Give {
  std::string factor;
  Presented presented;
  bool remember = false;
};
using Submission = std::variant<GoOnAs, UseAnother, Give>;

// All that one request shows. The second is for whichever of the factors that are due by then takes
// it, asked in their order.
struct AllAtOnce {
  Give first;
  std::optional<Presented> second;
};

// What became of a login that another request concluded or moved on meanwhile.
using Overtaken = std::variant<Over, Stranger>;

// After a step that counted; the browser's cookie is this one from now on.
struct Next {
  Open view;
  base::Secret cookie;
};
struct Shown {
  std::string factor;
  base::Instant since;  // of the secret that was right
  std::string by;       // as Passed has it
};
struct Finished {
  mint::UserProof user;
  mint::FactorProof factors;
  std::vector<std::string> names;  // of the factors, in order
  std::vector<Shown> shown;        // for still_stands()
  bool remember = false;
  std::vector<mint::SessionId> replaces;  // of this browser until now
  // Of a step-up: the session that goes on under a new id, with its limits.
  std::optional<sessions::Session> continues;
  std::optional<mint::Conclusion> concludes;  // the login, by the write that opens the session
  Wish wish;
};
// Wrong: the same step once more.
struct Again {
  Open view;
};
struct Wait {
  Open view;
  base::Duration retry_after{};
};
// Another step is; nothing has changed.
struct NotDue {
  Open view;
};
// Right, and disabled or locked: who has shown that much may be told.
struct NotActive {
  Wish wish;
};
// Right, and somebody else than the door means.
struct NotThem {
  Wish wish;
};
// Right, and this person has nothing that would be enough for the door.
struct NotEnough {
  Wish wish;
};
using Outcome = std::variant<Next, Finished, Satisfied, Again, Wait, NotDue, NotActive, NotThem,
                             NotEnough, Over, Stranger>;

class Logins {
 public:
  struct Parts {
    TransactionStore& store;
    UserGate& users;
    Factors factors;
    const base::Clock& clock;
    base::Random& random;
    base::IdSource& ids;
    audit::Trail& trail;
    base::Duration life = std::chrono::minutes(30);
    budget::Turnstile* begun = nullptr;  // anybody can begin one, and each is a row
  };
  explicit Logins(const Parts& parts) : parts_(parts) {}

  // `from`: nothing, not from a network.
  base::Result<Beginning> begin(const Wish& wish, LiveSession live,
                                const std::optional<budget::AddressBytes>& from = {});
  // For one that is taken up by another request of the same browser; as it lies nobody can walk it.
  base::Result<std::variant<TransactionId, Crowded>> keep(
      const Wish& wish, const std::optional<budget::AddressBytes>& from);
  // A whole login by one request of who proves themselves anew. No other can take it up, so that it
  // leaves no row, whatever comes of it; Next names what is missing and cannot be given.
  base::Result<Outcome> at_once(const Act& act, const Wish& wish, AllAtOnce all, LiveSession live);
  // Nothing when it is too late, and of what is no wish that was kept.
  base::Result<std::optional<Wish>> kept(const TransactionId& id);
  base::Result<View> look(const Held& held, LiveSession live);
  base::Result<Outcome> submit(const Act& act, const Held& held, const Submission& submission,
                               LiveSession live);
  // Asked when the session is open: whether every secret is still the one that was shown. A new
  // password ends what is open in its own transaction, so that a session is found by that or by
  // this.
  base::Result<bool> still_stands(const Finished& finished);
  base::Result<Overtaken> overtaken(const TransactionId& id);

 private:
  using Loaded = std::variant<Transaction, Over, Stranger>;

  base::Result<Loaded> load(const Held& held);
  base::Result<Due> due_in(const Transaction& transaction);
  // What the session of the browser says at the start, if the door lets it say anything.
  base::Result<sessions::Answer> take_up(Transaction& transaction, LiveSession live);
  static Satisfied satisfied(const sessions::Session& session, const Wish& wish);

  // False when a proof is worth nothing any more: of a session that has ended, of an old password.
  base::Result<bool> proofs_stand(const Transaction& transaction, LiveSession live);

  base::Result<Outcome> go_on_as(Transaction transaction, const GoOnAs& as, LiveSession live);
  base::Result<Outcome> use_another(Transaction transaction);
  base::Result<Outcome> prove_again(Transaction transaction);
  base::Result<Outcome> give(const Act& act, Transaction transaction, const Give& given,
                             LiveSession live);
  base::Result<Outcome> passed(const Act& act, Transaction transaction, const Give& given,
                               const Passed& right, base::Instant at, LiveSession live);
  base::Result<Outcome> finish(const Act& act, Transaction transaction, mint::UserProof user,
                               base::Instant since, LiveSession live);
  // Of whoever was second.
  base::Result<Outcome> told_of(const TransactionId& id);
  base::Result<std::vector<Shown>> shown_in(const Transaction& transaction, base::Instant since);
  // Right, and turned away all the same.
  base::Done tell_refused(const Act& act, users::UserId person, std::string_view why);
  base::Result<Outcome> move_on(Transaction transaction, const std::optional<audit::Event>& event);
  base::Secret rotate(Transaction& transaction);

  Parts parts_;
};

}  // namespace identity::login
