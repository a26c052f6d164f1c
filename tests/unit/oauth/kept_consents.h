// The port for consents in memory, by its promises.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/trail.h"
#include "identity/consent/consent_store.h"
#include "tests/unit/oauth/kept_families.h"

namespace support {

class KeptConsents final : public identity::consent::ConsentStore {
 public:
  using Consent = identity::consent::Consent;
  using Question = identity::consent::Question;
  using Reply = identity::consent::Reply;
  using UserId = identity::users::UserId;

  KeptConsents(audit::Trail& trail, KeptFamilies& families) : trail_(trail), families_(families) {}

  base::Done ask(const Question& question) override {
    questions_.insert_or_assign(question.id, question);
    return {};
  }
  base::Result<std::optional<Question>> find(const identity::consent::QuestionId& id) override {
    const auto found = questions_.find(id);
    return found == questions_.end() ? std::nullopt : std::optional(found->second);
  }
  base::Result<bool> answer(const identity::consent::Answer& answer,
                            const audit::Event& event) override {
    const auto found = questions_.find(answer.question);
    if (found == questions_.end() || found->second.session != answer.session ||
        found->second.reply != Reply::none || found->second.expires_at <= answer.at) {
      return false;
    }
    found->second.reply = answer.reply;
    if (answer.reply == Reply::allowed) {
      give(found->second.person, found->second.client, found->second.scopes, answer.at);
    }
    TRY(trail_.append(event));
    return true;
  }
  base::Result<std::optional<Consent>> find(UserId person, const std::string& client) override {
    const auto found = consents_.find({person, client});
    return found == consents_.end() ? std::nullopt : std::optional(found->second);
  }
  base::Result<std::vector<Consent>> of(UserId person) override {
    std::vector<Consent> all;
    for (const auto& [key, given] : consents_) {
      if (key.first == person) {
        all.push_back(given);
      }
    }
    return all;
  }
  base::Result<bool> withdraw(UserId person, const std::string& client, base::Instant now,
                              const audit::Event& event) override {
    if (consents_.erase({person, client}) == 0) {
      return false;
    }
    families_.end_those_of(person.value, client, now);
    TRY(trail_.append(event));
    return true;
  }

  // Past every gate: no family ends with it.
  void forget(UserId person, const std::string& client) { consents_.erase({person, client}); }
  void give(UserId person, const std::string& client, const std::vector<std::string>& scopes,
            base::Instant at) {
    auto& kept = consents_
                     .try_emplace({person, client},
                                  Consent{.person = person, .client = client, .given_at = at})
                     .first->second;
    kept.scopes = identity::consent::joined(std::move(kept.scopes), scopes);
  }

 private:
  audit::Trail& trail_;
  KeptFamilies& families_;
  std::map<std::pair<UserId, std::string>, Consent> consents_;
  std::map<identity::consent::QuestionId, Question> questions_;
};

}  // namespace support
