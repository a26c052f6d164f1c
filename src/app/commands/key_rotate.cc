#include <algorithm>
#include <functional>

#include "app/commands/given.h"
#include "app/commands/people_beside.h"
#include "app/keys.h"
#include "app/quiet_log.h"
#include "app/store.h"

namespace app {
namespace {

// An OKP key is not added beside those of RSA and EC: relying parties are tried with a rotation of
// these two, and many of them know no other.
bool is_rotated_unnamed(crypto::SignatureAlgorithm algorithm) {
  return algorithm != crypto::SignatureAlgorithm::EdDSA;
}

// One that is asked for; else each that is configured, but EdDSA only where there is no other.
base::Result<std::vector<crypto::SignatureAlgorithm>> asked_for(const Context& context,
                                                                const keys::KeyRing& ring) {
  const auto text = text_of(context, "--alg");
  if (!text) {
    auto algorithms = ring.options().algorithms;
    if (std::ranges::any_of(algorithms, is_rotated_unnamed)) {
      std::erase_if(algorithms, std::not_fn(is_rotated_unnamed));
    }
    return algorithms;
  }
  const auto algorithm = crypto::signature_algorithm(*text);
  if (!algorithm ||
      std::ranges::find(ring.options().algorithms, *algorithm) == ring.options().algorithms.end()) {
    return refuse(fill("failure.key_algorithm", {{"text", *text}}));
  }
  return std::vector{*algorithm};
}

}  // namespace

base::Result<Answer> run_key_rotate(Context& context) {
  QuietLog quiet(context.clock);
  TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                              context.random, quiet.log()},
                             Opening::beside));
  TRY_VAL(ring, open_keys({.settings = context.config.settings,
                           .store = *store,
                           .clock = context.clock,
                           .random = context.random,
                           .log = quiet.log()}));
  TRY_VAL(algorithms, asked_for(context, *ring));
  base::json::array list;
  std::string text;
  for (const auto algorithm : algorithms) {
    const auto before = ring->snapshot();
    TRY_VAL(key, ring->rotate(algorithm, by_operator().actor));
    const auto from = base::to_iso8601(key.sign_from);
    const Words said = before->find(key.kid) == nullptr ? Words("key.rotated") : Words("key.waits");
    list.push_back(
        base::json::object{{"kid", key.kid}, {"algorithm", key.algorithm}, {"sign_from", from}});
    text +=
        fill(said, {{"kid", key.kid}, {"algorithm", key.algorithm}, {"sign_from", from}}) + "\n";
  }
  return Answer{base::json::object{{"keys", std::move(list)}}, std::move(text)};
}

}  // namespace app
