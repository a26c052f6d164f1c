// identity::consent::ConsentStore over memory.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "identity/consent/consent_store.h"
#include "storage/memory/trail.h"

namespace storage::memory {

class FamilyStore;

class ConsentStore final : public identity::consent::ConsentStore {
 public:
  using Consent = identity::consent::Consent;
  using Question = identity::consent::Question;
  using UserId = identity::users::UserId;

  ConsentStore(Trail& trail, std::mutex& mutex, FamilyStore& families)
      : trail_(trail), mutex_(mutex), families_(families) {}

  base::Done ask(const Question& question) override;
  base::Result<std::optional<Question>> find(const identity::consent::QuestionId& id) override;
  base::Result<bool> answer(const identity::consent::Answer& answer,
                            const audit::Event& event) override;
  base::Result<std::optional<Consent>> find(UserId person, const std::string& client) override;
  base::Result<std::vector<Consent>> of(UserId person) override;
  base::Result<bool> withdraw(UserId person, const std::string& client, base::Instant now,
                              const audit::Event& event) override;

  std::size_t sweep(base::Instant now, std::size_t limit);
  // For the stores of people and of clients, which hold the lock.
  void forget(UserId person);
  void forget(const std::string& client);

 private:
  Trail& trail_;
  std::mutex& mutex_;
  FamilyStore& families_;
  std::map<std::pair<UserId, std::string>, Consent> consents_;
  std::map<identity::consent::QuestionId, Question> questions_;
};

}  // namespace storage::memory
