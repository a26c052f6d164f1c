#include "identity/login/logins.h"

#include <algorithm>
#include <utility>

#include "crypto/digest.h"

namespace identity::login {
namespace {

constexpr std::size_t kCookieOctets = 32;

const sessions::Session* session_of(LiveSession live) {
  return live == nullptr ? nullptr : &live->session();
}

Outcome outcome_of(std::variant<Transaction, Over, Stranger> loaded) {
  if (auto* over = std::get_if<Over>(&loaded)) {
    return std::move(*over);
  }
  return Stranger{};
}

}  // namespace

base::Secret Logins::rotate(Transaction& transaction) {
  base::Secret cookie(base::to_base64url(parts_.random.bytes(kCookieOctets)));
  transaction.earlier_hash = std::move(transaction.cookie_hash);
  transaction.cookie_hash = crypto::sha256(cookie.reveal());
  return cookie;
}

Satisfied Logins::satisfied(const sessions::Session& session, const Wish& wish) {
  return {.factors = FactorGate::pass(session.user, session.level, session.authenticated_at),
          .wish = wish};
}

base::Result<sessions::Answer> Logins::take_up(Transaction& transaction, LiveSession live) {
  sessions::Asked asked = transaction.wish.asked;
  asked.choose_account = asked.choose_account && !transaction.chosen;
  const base::Instant now = parts_.clock.now();
  const sessions::Answer answer = sessions::answer(session_of(live), asked, now);
  transaction.person.reset();
  transaction.proofs.clear();
  switch (answer) {
    case sessions::Answer::good:
    case sessions::Answer::choose_account:
    case sessions::Answer::log_in_again:
      transaction.person = live->session().user;
      break;
    case sessions::Answer::step_up:
      transaction.person = live->session().user;
      for (const std::string& factor : live->session().factors) {
        transaction.proofs.push_back(
            {.factor = factor, .at = live->session().authenticated_at, .carried = true, .by = {}});
      }
      break;
    case sessions::Answer::log_in:
    case sessions::Answer::other_person:
      break;
  }
  if (answer == sessions::Answer::step_up) {
    // A session from before the factors were what they are now: its level says it is not enough.
    TRY_VAL(due, due_in(transaction));
    if (due.step == Step::finish) {
      transaction.proofs.clear();
    }
  }
  return answer;
}

base::Result<Beginning> Logins::begin(const Wish& wish, LiveSession live,
                                      const std::optional<budget::AddressBytes>& from) {
  const base::Instant now = parts_.clock.now();
  // Who is logged in comes at every page of every site, and costs neither an id nor a row.
  if (sessions::answer(session_of(live), wish.asked, now) == sessions::Answer::good) {
    return satisfied(live->session(), wish);
  }
  Transaction transaction{.id = parts_.ids.next<TransactionTag>(),
                          .wish = wish,
                          .begun_at = now,
                          .expires_at = now + parts_.life};
  TRY_VAL(answer, take_up(transaction, live));
  if (!wish.may_ask) {
    return NotAllowedToAsk{answer};
  }
  if (parts_.begun != nullptr) {
    if (const auto wait = parts_.begun->enter(from)) {
      return Crowded{*wait};
    }
  }
  if (live != nullptr) {
    transaction.session = live->session().id;
  }
  base::Secret cookie = rotate(transaction);
  TRY(parts_.store.begin(transaction));
  return Begun{.id = transaction.id, .cookie = std::move(cookie)};
}

base::Result<Logins::Loaded> Logins::load(const Held& held) {
  TRY_VAL(row, parts_.store.find(held.id));
  if (!row) {
    return Stranger{};
  }
  const base::Bytes hash = crypto::sha256(held.cookie.reveal());
  const bool earlier = crypto::equal(hash, row->earlier_hash);
  if (!crypto::equal(hash, row->cookie_hash) && !earlier) {
    return Stranger{};
  }
  if (row->state == State::finished) {
    return Over{.how = Ended::finished, .wish = std::move(row->wish)};
  }
  if (parts_.clock.now() >= row->expires_at) {
    return Over{.how = Ended::expired, .wish = std::move(row->wish)};
  }
  if (earlier) {
    return Over{.how = Ended::outdated, .wish = std::move(row->wish)};
  }
  return *std::move(row);
}

base::Result<Overtaken> Logins::overtaken(const TransactionId& id) {
  TRY_VAL(row, parts_.store.find(id));
  if (!row) {
    return Stranger{};
  }
  return Over{.how = row->state == State::finished ? Ended::finished : Ended::outdated,
              .wish = std::move(row->wish)};
}

base::Result<Outcome> Logins::told_of(const TransactionId& id) {
  TRY_VAL(other, overtaken(id));
  return std::visit([](auto& became) { return Outcome(std::move(became)); }, other);
}

base::Result<Due> Logins::due_in(const Transaction& transaction) {
  return due(transaction, parts_.factors);
}

base::Result<View> Logins::look(const Held& held, LiveSession live) {
  TRY_VAL(loaded, load(held));
  if (auto* over = std::get_if<Over>(&loaded)) {
    return std::move(*over);
  }
  if (std::holds_alternative<Stranger>(loaded)) {
    return Stranger{};
  }
  auto& transaction = std::get<Transaction>(loaded);
  // Logged in meanwhile in another tab: newer than the door asked, so its prompt has been answered.
  if (live != nullptr && live->session().authenticated_at > transaction.begun_at) {
    sessions::Asked asked = transaction.wish.asked;
    asked.log_in = false;
    asked.choose_account = false;
    if (asked.max_age && asked.max_age->count() <= 0) {
      asked.max_age.reset();
    }
    if (sessions::answer(session_of(live), asked, parts_.clock.now()) == sessions::Answer::good) {
      return satisfied(live->session(), transaction.wish);
    }
  }
  TRY_VAL(due, due_in(transaction));
  if (due.step == Step::finish) {
    // The factor that was due is the person's no longer.
    return Over{.how = Ended::outdated, .wish = std::move(transaction.wish)};
  }
  return Open{.transaction = std::move(transaction), .due = std::move(due)};
}

base::Result<Outcome> Logins::submit(const Act& act, const Held& held, const Submission& submission,
                                     LiveSession live) {
  TRY_VAL(loaded, load(held));
  auto* transaction = std::get_if<Transaction>(&loaded);
  if (transaction == nullptr) {
    return outcome_of(std::move(loaded));
  }
  if (const auto* as = std::get_if<GoOnAs>(&submission)) {
    return go_on_as(std::move(*transaction), *as, live);
  }
  if (const auto* given = std::get_if<Give>(&submission)) {
    return give(act, std::move(*transaction), *given, live);
  }
  return use_another(std::move(*transaction));
}

base::Result<Outcome> Logins::go_on_as(Transaction transaction, const GoOnAs& as,
                                       LiveSession live) {
  TRY_VAL(due, due_in(transaction));
  if (due.step != Step::choose_account || transaction.person != as.person) {
    return NotDue{{.transaction = std::move(transaction), .due = std::move(due)}};
  }
  transaction.chosen = true;
  // The session may have ended since the page was shown, or be somebody else's now.
  const bool still_theirs = live != nullptr && live->session().user == as.person;
  TRY_VAL(answer, take_up(transaction, still_theirs ? live : nullptr));
  if (answer != sessions::Answer::good) {
    return move_on(std::move(transaction), std::nullopt);
  }
  transaction.state = State::finished;
  TRY_VAL(first, parts_.store.advance(transaction, std::nullopt));
  if (!first) {
    return told_of(transaction.id);
  }
  return satisfied(live->session(), transaction.wish);
}

base::Result<Outcome> Logins::use_another(Transaction transaction) {
  transaction.person.reset();
  transaction.proofs.clear();
  transaction.chosen = true;
  transaction.remember = false;
  return move_on(std::move(transaction), std::nullopt);
}

base::Result<bool> Logins::proofs_stand(const Transaction& transaction, LiveSession live) {
  for (const Proof& proof : transaction.proofs) {
    if (proof.carried && (live == nullptr || transaction.session != live->session().id)) {
      return false;
    }
    Factor* factor = factor_named(parts_.factors, proof.factor);
    if (factor == nullptr) {
      return false;
    }
    TRY_VAL(since, factor->proves_since(*transaction.person, proof.by));
    if (proof.at < since) {
      return false;
    }
  }
  return true;
}

base::Result<Outcome> Logins::prove_again(Transaction transaction) {
  transaction.proofs.clear();
  return move_on(std::move(transaction), std::nullopt);
}

base::Result<Outcome> Logins::give(const Act& act, Transaction transaction, const Give& given,
                                   LiveSession live) {
  TRY_VAL(stand, proofs_stand(transaction, live));
  if (!stand) {
    return prove_again(std::move(transaction));
  }
  TRY_VAL(due, due_in(transaction));
  if (due.step == Step::finish) {
    return Over{.how = Ended::outdated, .wish = std::move(transaction.wish)};
  }
  if (std::ranges::find(due.factors, given.factor) == due.factors.end()) {
    return NotDue{{.transaction = std::move(transaction), .due = std::move(due)}};
  }
  Factor* factor = factor_named(parts_.factors, given.factor);
  // A secret that changes while it is looked at is newer than this proof.
  const base::Instant at = parts_.clock.now();
  TRY_VAL(verdict, factor->check(act, transaction.person, given.presented));
  if (const auto* slowed = std::get_if<Slowed>(&verdict)) {
    return Wait{.view = {.transaction = std::move(transaction), .due = std::move(due)},
                .retry_after = slowed->retry_after};
  }
  const auto* right = std::get_if<Passed>(&verdict);
  // A factor is asked about one person; whatever it answers, it proves nobody else.
  if (right == nullptr || (transaction.person && *transaction.person != right->person)) {
    return Again{{.transaction = std::move(transaction), .due = std::move(due)}};
  }
  return passed(act, std::move(transaction), given, *right, at, live);
}

base::Result<Outcome> Logins::passed(const Act& act, Transaction transaction, const Give& given,
                                     const Passed& right, base::Instant at, LiveSession live) {
  const users::UserId person = right.person;
  const auto& only = transaction.wish.asked.only;
  if (only && *only != person) {
    TRY(tell_refused(act, person, "somebody else is meant"));
    return NotThem{std::move(transaction.wish)};
  }
  TRY_VAL(user, parts_.users.check(person));
  if (std::holds_alternative<UserGate::Shut>(user)) {
    TRY(tell_refused(act, person, "not active"));
    return NotActive{std::move(transaction.wish)};
  }
  transaction.person = person;
  transaction.chosen = true;
  transaction.remember = transaction.remember || given.remember;
  transaction.proofs.push_back({.factor = given.factor, .at = at, .by = right.by});
  TRY_VAL(due, due_in(transaction));
  switch (due.step) {
    case Step::finish:
      return finish(act, std::move(transaction), std::get<mint::UserProof>(std::move(user)),
                    right.since, live);
    case Step::impossible:
      TRY(tell_refused(act, person, "nothing more to prove it with"));
      return NotEnough{std::move(transaction.wish)};
    case Step::choose_account:
    case Step::first_factor:
    case Step::second_factor:
      break;
  }
  return move_on(std::move(transaction),
                 event_of(act, "login.factor_passed", users::subject_of(person),
                          audit::Outcome::allowed, given.factor));
}

base::Done Logins::tell_refused(const Act& act, users::UserId person, std::string_view why) {
  return parts_.trail.append(
      event_of(act, "login.refused", users::subject_of(person), audit::Outcome::denied, why));
}

// `since` is of the last proof; the others were given in steps before.
base::Result<std::vector<Shown>> Logins::shown_in(const Transaction& transaction,
                                                  base::Instant since) {
  std::vector<Shown> shown;
  for (const Proof& proof : transaction.proofs) {
    shown.push_back({.factor = proof.factor, .since = since, .by = proof.by});
    if (&proof != &transaction.proofs.back()) {
      Factor* factor = factor_named(parts_.factors, proof.factor);
      TRY_VAL(earlier, factor->proves_since(*transaction.person, proof.by));
      shown.back().since = earlier;
    }
  }
  return shown;
}

base::Result<bool> Logins::still_stands(const Finished& finished) {
  for (const Shown& shown : finished.shown) {
    Factor* factor = factor_named(parts_.factors, shown.factor);
    TRY_VAL(since, factor->proves_since(users::UserId{finished.user->id}, shown.by));
    if (since != shown.since) {
      return false;
    }
  }
  return true;
}

base::Result<Outcome> Logins::finish(const Act& act, Transaction transaction, mint::UserProof user,
                                     base::Instant since, LiveSession live) {
  const users::UserId person = *transaction.person;
  TRY_VAL(shown, shown_in(transaction, since));
  const auto level = sessions::level_of(kinds_of(parts_.factors, transaction.proofs));
  // Of the oldest proof: a fresh second factor makes no old password fresh.
  const base::Instant at = std::ranges::min(transaction.proofs, {}, &Proof::at).at;
  Finished finished{
      .user = std::move(user),
      .factors = FactorGate::pass(person, level, at),
      .shown = std::move(shown),
      .remember = transaction.remember,
      .concludes =
          mint::Conclusion{.row = {{.id = transaction.id, .version = transaction.version}},
                           .event = event_of(act, "login.finished", users::subject_of(person))},
      .wish = std::move(transaction.wish)};
  for (const Proof& proof : transaction.proofs) {
    finished.names.push_back(proof.factor);
    if (proof.carried) {
      finished.continues = live->session();
    }
  }
  if (transaction.session) {
    finished.replaces.push_back(*transaction.session);
  }
  if (live != nullptr && transaction.session != live->session().id) {
    finished.replaces.push_back(live->session().id);
  }
  return finished;
}

base::Result<Outcome> Logins::move_on(Transaction transaction,
                                      const std::optional<audit::Event>& event) {
  base::Secret cookie = rotate(transaction);
  TRY_VAL(first, parts_.store.advance(transaction, event));
  if (!first) {
    return told_of(transaction.id);
  }
  ++transaction.version;
  TRY_VAL(due, due_in(transaction));
  return Next{.view = {.transaction = std::move(transaction), .due = std::move(due)},
              .cookie = std::move(cookie)};
}

}  // namespace identity::login
