#include "storage/memory/consents.h"

#include "identity/login/transaction.h"
#include "storage/memory/clients.h"
#include "storage/memory/erase_some.h"

namespace storage::memory {

namespace consent = identity::consent;

using consent::Reply;

base::Done ConsentStore::ask(const Question& question) {
  const std::lock_guard lock(mutex_);
  questions_.emplace(question.id, question);
  std::size_t newer = 0;
  for (auto at = questions_.end(); at != questions_.begin();) {
    --at;
    if (at->second.session == question.session && ++newer > kMostOfSession) {
      at = questions_.erase(at);
    }
  }
  return {};
}

base::Result<std::optional<ConsentStore::Question>> ConsentStore::find(
    const consent::QuestionId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = questions_.find(id);
  return found == questions_.end() ? std::nullopt : std::optional(found->second);
}

base::Result<bool> ConsentStore::answer(const consent::Answer& answer, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  const auto found = questions_.find(answer.question);
  if (found == questions_.end() || found->second.session != answer.session ||
      found->second.reply != Reply::none || found->second.expires_at <= answer.at) {
    return false;
  }
  Question& question = found->second;
  question.reply = answer.reply;
  if (answer.reply == Reply::allowed) {
    Consent& kept =
        consents_
            .try_emplace({question.person, question.client}, Consent{.person = question.person,
                                                                     .client = question.client,
                                                                     .scopes = {},
                                                                     .given_at = answer.at})
            .first->second;
    kept.scopes = consent::joined(std::move(kept.scopes), question.scopes);
  }
  trail_.enter(event);
  return true;
}

base::Result<std::optional<ConsentStore::Consent>> ConsentStore::find(UserId person,
                                                                      const std::string& client) {
  const std::lock_guard lock(mutex_);
  const auto found = consents_.find({person, client});
  return found == consents_.end() ? std::nullopt : std::optional(found->second);
}

base::Result<std::vector<ConsentStore::Consent>> ConsentStore::of(UserId person) {
  const std::lock_guard lock(mutex_);
  std::vector<Consent> all;
  for (const auto& [key, given] : consents_) {
    if (key.first == person) {
      all.push_back(given);
    }
  }
  return all;
}

base::Result<bool> ConsentStore::withdraw(UserId person, const std::string& client,
                                          base::Instant now, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (consents_.erase({person, client}) == 0) {
    return false;
  }
  families_.end_those_of(person, client, now);
  trail_.enter(event);
  return true;
}

std::size_t ConsentStore::sweep(base::Instant now, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return erase_some(questions_, limit, [&](const Question& question) {
    return question.expires_at <= now - identity::login::kKeptAfter;
  });
}

void ConsentStore::forget(UserId person) {
  std::erase_if(questions_, [&](const auto& row) { return row.second.person == person; });
  std::erase_if(consents_, [&](const auto& row) { return row.second.person == person; });
}

void ConsentStore::forget(const std::string& client) {
  std::erase_if(questions_, [&](const auto& row) { return row.second.client == client; });
  std::erase_if(consents_, [&](const auto& row) { return row.second.client == client; });
}

}  // namespace storage::memory
