// People are asked what a client may have, answer, look at what they have allowed and take it back.
// The consent page, the account page and the command line call it.
#pragma once

#include <chrono>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "identity/act.h"
#include "identity/consent/consent_store.h"
#include "identity/sessions/session_book.h"

namespace identity::consent {

// What is to be asked of the person of a session.
struct Wanted {
  std::string client;
  std::vector<std::string> scopes;
  login::Wish wish;
};

// It waits for an answer; of its scopes, `before` were allowed already.
struct Waiting {
  Question question;
  std::vector<std::string> before;
};
// Answered, or too late.
struct Closed {
  Question question;
};
// Another session's, or nobody's.
struct Unknown {};
using View = std::variant<Waiting, Closed, Unknown>;

class Consents {
 public:
  struct Parts {
    ConsentStore& store;
    const base::Clock& clock;
    base::IdSource& ids;
    base::Duration life = std::chrono::minutes(30);
  };
  explicit Consents(const Parts& parts) : parts_(parts) {}

  base::Result<QuestionId> ask(const sessions::Session& session, Wanted wanted);
  base::Result<View> look(const QuestionId& id, const sessions::Session& session);
  // False when it waits for no answer of this session any more.
  base::Result<bool> answer(const Act& act, const Question& question, Reply reply);

  base::Result<std::vector<Consent>> of(users::UserId person) { return parts_.store.of(person); }
  // False when there was none. What the client holds of that person is dead from then on.
  base::Result<bool> withdraw(const Act& act, users::UserId person, const std::string& client);

 private:
  Parts parts_;
};

}  // namespace identity::consent
