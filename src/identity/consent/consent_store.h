// The port for what people let clients have (OpenID Connect Core section 3.1.2.4), and for the
// pages that ask them. Each writing operation is one transaction with its entry in the trail. Who
// is erased and a client that is deleted have none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/event.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "identity/login/wish.h"
#include "identity/users/user.h"
#include "mint/session_store.h"

namespace identity::consent {

// Until they take it back.
struct Consent {
  users::UserId person;
  std::string client;               // its id
  std::vector<std::string> scopes;  // each once
  base::Instant given_at;           // the first time
  bool operator==(const Consent&) const = default;
};

enum class Reply { none, allowed, denied };

struct QuestionTag;
using QuestionId = base::Id<QuestionTag>;

// One page, of one session, that is answered once.
struct Question {
  QuestionId id;
  users::UserId person;
  mint::SessionId session;
  std::string client;
  std::vector<std::string> scopes;
  login::Wish wish;  // of the door that asks
  Reply reply = Reply::none;
  base::Instant expires_at;
};

struct Answer {
  QuestionId question;
  mint::SessionId session;
  Reply reply = Reply::denied;
  base::Instant at;
};

class ConsentStore {
 public:
  // How many questions of one session are kept, the newest: nobody has more pages open.
  static constexpr std::size_t kMostOfSession = 16;

  virtual ~ConsentStore() = default;

  virtual base::Done ask(const Question& question) = 0;
  virtual base::Result<std::optional<Question>> find(const QuestionId& id) = 0;
  // False unless it waits for an answer of that session. What is allowed joins what was before.
  virtual base::Result<bool> answer(const Answer& answer, const audit::Event& event) = 0;

  virtual base::Result<std::optional<Consent>> find(users::UserId person,
                                                    const std::string& client) = 0;
  // By client.
  virtual base::Result<std::vector<Consent>> of(users::UserId person) = 0;
  // False when there was none. Ends the families of that person and client.
  virtual base::Result<bool> withdraw(users::UserId person, const std::string& client,
                                      base::Instant now, const audit::Event& event) = 0;
};

// As a store keeps them, in columns of text.
std::string to_text(const std::vector<std::string>& scopes);
std::vector<std::string> scopes_from(std::string_view text);
std::string_view to_string(Reply reply);
std::optional<Reply> reply_from(std::string_view text);

// Each once, those of `more` behind.
std::vector<std::string> joined(std::vector<std::string> scopes,
                                const std::vector<std::string>& more);

}  // namespace identity::consent
