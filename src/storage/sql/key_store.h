// keys::KeyStore in SQL.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "keys/key_store.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class KeyStore final : public keys::KeyStore {
 public:
  KeyStore(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Result<keys::KeyTally> tally() override;
  base::Result<std::vector<keys::KeyRow>> all() override;
  base::Result<bool> add(const keys::KeyRow& row, const audit::Event& event) override;
  base::Done reschedule(const std::string& kid, base::Instant sign_until, base::Instant remove_at,
                        const audit::Event& event) override;
  base::Result<bool> remove(const std::string& kid, base::Instant remove_at,
                            const audit::Event& event) override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

}  // namespace storage::sql
