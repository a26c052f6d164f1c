// identity::consent::ConsentStore in SQL.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "identity/consent/consent_store.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class ConsentStore final : public identity::consent::ConsentStore {
 public:
  using Consent = identity::consent::Consent;
  using Question = identity::consent::Question;
  using UserId = identity::users::UserId;

  ConsentStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Done ask(const Question& question) override;
  base::Result<std::optional<Question>> find(const identity::consent::QuestionId& id) override;
  base::Result<bool> answer(const identity::consent::Answer& answer,
                            const audit::Event& event) override;
  base::Result<std::optional<Consent>> find(UserId person, const std::string& client) override;
  base::Result<std::vector<Consent>> of(UserId person) override;
  base::Result<bool> withdraw(UserId person, const std::string& client, base::Instant now,
                              const audit::Event& event) override;

  // Removes at most `limit` questions that have been over for a while.
  base::Result<std::size_t> sweep(base::Instant now, std::size_t limit);

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
