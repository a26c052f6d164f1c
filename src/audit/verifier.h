// Proves that nothing of the trail was removed or changed. What it cannot see is the end of the
// only chain cut off behind the last checkpoint: nothing that is left contradicts it. Against that
// the heads it answers with are kept elsewhere (printed, mailed) and given back as expectations.
// Whoever holds the master key can write a trail of their own; then too only such a head tells.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/chain.h"
#include "audit/trail.h"
#include "base/result.h"

namespace audit {

enum class Fault {
  missing,       // no entry of that number, though there is a later one or somebody names it
  changed,       // a field is not what was hashed, or it was hashed under another key
  unlinked,      // it does not follow from the entry before it
  contradicted,  // a checkpoint or an expectation names another hash for that number
};

std::string_view to_string(Fault fault);

struct Finding {
  Fault fault = Fault::missing;
  std::string chain;
  std::int64_t sequence = 0;
  std::string witness;  // what names it: "node-b:17", a checkpoint; "expected"; or empty
};

struct Verdict {
  std::vector<Head> heads;
  std::uint64_t entries = 0;
  std::uint64_t checkpoints = 0;
  std::vector<Finding> findings;  // the first kMostFindings
  bool whole() const { return findings.empty(); }
};

inline constexpr std::size_t kMostFindings = 100;

// "chain:sequence:hash", as the command line takes it.
std::optional<Head> parse_expected_head(std::string_view text);

// Works beside writers. Fails only when the trail cannot be read.
base::Result<Verdict> verify(Trail& trail, const ChainKey& key,
                             const std::vector<Head>& expected = {});

}  // namespace audit
