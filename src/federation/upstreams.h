// What providers say of themselves and the keys they sign with, fetched when they are needed and
// kept: for an hour, and for as long as the provider cannot be asked beyond that (FD7). A kid that
// is not known has the keys fetched once more, and no provider is asked more often than the
// intervals below allow, whoever comes with whatever token (FD1).
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "federation/line.h"
#include "federation/metadata.h"
#include "federation/provider.h"
#include "jose/verifier.h"

namespace federation {

class Upstreams {
 public:
  static constexpr base::Duration kLife = std::chrono::hours(1);
  // After a failure, while there is nothing to go by, and while there is.
  static constexpr base::Duration kSoon = std::chrono::seconds(2);
  static constexpr base::Duration kLater = std::chrono::seconds(30);
  // Between two fetches of keys for a kid that is not known.
  static constexpr base::Duration kUnknownKey = std::chrono::minutes(1);

  Upstreams(Line& line, const base::Clock& clock) : line_(line), clock_(clock) {}

  // unavailable when it cannot be had.
  base::Result<Metadata> metadata(const Provider& provider);
  // For an operator: whether it answers with keys.
  base::Done test_keys(const Provider& provider);
  // A JWT of that provider whose signature is right. unavailable without keys.
  base::Result<jose::Verified> verify(const Provider& provider, std::string_view jwt);

 private:
  using Verifier = std::shared_ptr<const jose::Verifier>;
  template <class T>
  struct Kept {
    std::optional<T> value;
    base::Instant fresh_until;
    base::Instant next_try;  // not before
    base::Error failure;     // of the last try
  };
  struct Entry {
    std::mutex fetching;  // one at a time; whoever waits finds what the first has brought
    Kept<Metadata> metadata;
    Kept<Verifier> keys;
    base::Instant asked_for_another;  // kid, the last time
  };

  std::shared_ptr<Entry> entry_of(const std::string& issuer);
  template <class T, class Fetch>
  base::Result<T> fresh(Kept<T>& kept, Fetch fetch);
  base::Result<std::string> document_at(const Provider& provider, const std::string& url);
  base::Result<Metadata> metadata_in(Entry& entry, const Provider& provider);
  base::Result<Verifier> fetch_keys(Entry& entry, const Provider& provider);
  // Those that are kept; `another_than` says that these are not enough.
  base::Result<Verifier> keys(const Provider& provider, const Verifier& another_than);

  Line& line_;
  const base::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Entry>> entries_;
};

}  // namespace federation
