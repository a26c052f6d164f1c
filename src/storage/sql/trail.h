// audit::Trail in SQL, and what the engines need of it: a chain's last entry and the next one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "audit/trail.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage::sql {

class Trail final : public audit::Trail {
 public:
  Trail(Reader& reader, Writer& writer) : reader_(reader), writer_(writer) {}

  base::Done append(const audit::Event& event) override;
  base::Result<std::vector<audit::Entry>> list(const audit::Filter& filter) override;
  base::Result<std::vector<audit::Head>> heads() override;
  base::Result<std::vector<audit::Entry>> read(const std::string& chain, std::int64_t after,
                                               std::size_t limit) override;

  static std::span<const Query* const> queries();

 private:
  Reader& reader_;
  Writer& writer_;
};

// $1: the chain. No row for an empty one.
extern const Query kChainHead;
audit::Head head_of(const std::string& chain, const Rows& rows);

// Its texts are such as every engine keeps.
bool is_writable(const audit::Event& event);

extern const Query kAddEntry;
// Views of the entry.
Params params_of(const audit::Entry& entry);

}  // namespace storage::sql
