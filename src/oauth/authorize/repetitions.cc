#include "oauth/authorize/repetitions.h"

#include <utility>

namespace oauth::authorize {

std::optional<std::string_view> Repetitions::of(const ClientId& client, const Request& request) {
  Last now{
      .challenge = request.challenge.value_or(""), .nonce = request.nonce, .state = request.state};
  const std::lock_guard lock(mutex_);
  if (last_.size() >= kMost && !last_.contains(client)) {
    last_.clear();
  }
  Last& before = last_[client];
  const bool challenge = !now.challenge.empty() && now.challenge == before.challenge;
  const bool nonce = !now.nonce.empty() && now.nonce == before.nonce;
  // A page that is loaded again sends the state again, too.
  const bool again = !now.state.empty() && now.state == before.state;
  const bool tell = (challenge || nonce) && !again && !before.told;
  now.told = (challenge || nonce) && (tell || before.told);
  before = std::move(now);
  if (!tell) {
    return std::nullopt;
  }
  return challenge ? "code_challenge is the same as before" : "nonce is the same as before";
}

}  // namespace oauth::authorize
