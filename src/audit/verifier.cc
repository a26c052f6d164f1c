#include "audit/verifier.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "audit/checkpoint.h"
#include "crypto/digest.h"

namespace audit {
namespace {

constexpr std::size_t kPage = 1000;
constexpr std::string_view kExpected = "expected";

class Walk {
 public:
  Walk(Trail& trail, const ChainKey& key) : trail_(trail), key_(key) {}

  base::Result<Verdict> run(const std::vector<Head>& expected) {
    for (const Head& head : expected) {
      claim(head, std::string(kExpected));
    }
    TRY_VAL(heads, trail_.heads());
    for (const Head& head : heads) {
      TRY(walk(head));
    }
    TRY(hear_witnesses());
    return std::move(verdict_);
  }

 private:
  struct Claim {
    base::Bytes hash;
    std::string witness;
  };

  void report(Fault fault, const std::string& chain, std::int64_t sequence,
              std::string witness = {}) {
    if (verdict_.findings.size() < kMostFindings) {
      verdict_.findings.push_back({fault, chain, sequence, std::move(witness)});
    }
  }

  void claim(const Head& head, std::string witness) {
    auto& claims = claims_[{head.chain, head.sequence}];
    // Many checkpoints name the head of a chain at rest; one of those that agree is enough.
    if (std::ranges::find(claims, head.hash, &Claim::hash) == claims.end()) {
      claims.push_back({head.hash, std::move(witness)});
    }
  }

  bool genuine(const Entry& entry) const { return crypto::equal(key_.hash_of(entry), entry.hash); }

  base::Done walk(const Head& head) {
    Head reached{.chain = head.chain};
    while (true) {
      TRY_VAL(page, trail_.read(head.chain, reached.sequence, kPage));
      for (const Entry& entry : page) {
        step(reached, entry);
      }
      if (page.size() < kPage) {
        break;
      }
    }
    if (reached.sequence < head.sequence) {  // gone since the heads were asked for
      report(Fault::missing, head.chain, reached.sequence + 1);
    }
    verdict_.heads.push_back(std::move(reached));
    return {};
  }

  // Goes on from what an entry says of itself, so that one change is one finding and not the rest
  // of the chain.
  void step(Head& reached, const Entry& entry) {
    ++verdict_.entries;
    const bool follows = entry.sequence == reached.sequence + 1;
    if (!follows) {
      report(Fault::missing, reached.chain, reached.sequence + 1);
    }
    if (!genuine(entry)) {
      report(Fault::changed, reached.chain, entry.sequence);
    } else if (follows && entry.previous != reached.hash) {
      report(Fault::unlinked, reached.chain, entry.sequence);
    }
    if (entry.event.type == kCheckpointType && genuine(entry)) {
      ++verdict_.checkpoints;
      hear(entry);
    }
    reached.sequence = entry.sequence;
    reached.hash = entry.hash;
  }

  void hear(const Entry& entry) {
    const std::string witness = entry.chain + ":" + std::to_string(entry.sequence);
    const auto heads = parse_checkpoint(entry.event.details);
    if (!heads) {
      report(Fault::changed, entry.chain, entry.sequence, witness);
      return;
    }
    for (const Head& head : *heads) {
      claim(head, witness);
    }
  }

  base::Done hear_witnesses() {
    for (const auto& [place, claims] : claims_) {
      const auto& [chain, sequence] = place;
      TRY_VAL(found, trail_.read(chain, sequence - 1, 1));
      const bool there = !found.empty() && found.front().sequence == sequence;
      for (const Claim& claim : claims) {
        if (!there) {
          report(Fault::missing, chain, sequence, claim.witness);
        } else if (found.front().hash != claim.hash) {
          report(Fault::contradicted, chain, sequence, claim.witness);
        }
      }
    }
    return {};
  }

  Trail& trail_;
  const ChainKey& key_;
  Verdict verdict_;
  std::map<std::pair<std::string, std::int64_t>, std::vector<Claim>> claims_;
};

}  // namespace

std::string_view to_string(Fault fault) {
  switch (fault) {
    case Fault::missing:
      return "missing";
    case Fault::changed:
      return "changed";
    case Fault::unlinked:
      return "unlinked";
    case Fault::contradicted:
      return "contradicted";
  }
  std::unreachable();
}

std::optional<Head> parse_expected_head(std::string_view text) {
  const std::size_t last = text.rfind(':');
  if (last == std::string_view::npos || last == 0) {
    return std::nullopt;
  }
  const std::size_t first = text.rfind(':', last - 1);
  if (first == std::string_view::npos || first == 0) {
    return std::nullopt;
  }
  const std::string_view number = text.substr(first + 1, last - first - 1);
  std::int64_t sequence = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), sequence);
  auto hash = base::from_hex(text.substr(last + 1));
  if (error != std::errc() || end != number.data() + number.size() || sequence < 1 || !hash ||
      hash->empty()) {
    return std::nullopt;
  }
  return Head{
      .chain = std::string(text.substr(0, first)), .sequence = sequence, .hash = *std::move(hash)};
}

base::Result<Verdict> verify(Trail& trail, const ChainKey& key, const std::vector<Head>& expected) {
  return Walk(trail, key).run(expected);
}

}  // namespace audit
