// The half of Logins for who shows all they have in one request: the same machine, over a row that
// nobody keeps.
#include <string>
#include <utility>

#include "identity/login/logins.h"

namespace identity::login {
namespace {

// The one login of one request. What it enters in the trail is entered all the same.
class RowOfOneRequest final : public TransactionStore {
 public:
  explicit RowOfOneRequest(audit::Trail& trail) : trail_(trail) {}

  base::Done begin(const Transaction& transaction) override {
    row_ = transaction;
    return {};
  }
  base::Result<std::optional<Transaction>> find(const TransactionId&) override { return row_; }
  base::Result<bool> advance(const Transaction& transaction,
                             const std::optional<audit::Event>& event) override {
    if (event) {
      TRY(trail_.append(*event));
    }
    row_ = transaction;
    ++row_->version;
    return true;
  }

 private:
  audit::Trail& trail_;
  std::optional<Transaction> row_;
};

// Its row is gone with the request, and can be taken up by no other.
Outcome without_row(Outcome outcome) {
  if (auto* finished = std::get_if<Finished>(&outcome)) {
    finished->concludes->row.reset();
  }
  return outcome;
}

}  // namespace

base::Result<Outcome> Logins::at_once(const Act& act, const Wish& wish, AllAtOnce all,
                                      LiveSession live) {
  RowOfOneRequest row(parts_.trail);
  Logins machine({.store = row,
                  .users = parts_.users,
                  .factors = parts_.factors,
                  .clock = parts_.clock,
                  .random = parts_.random,
                  .ids = parts_.ids,
                  .trail = parts_.trail,
                  .life = parts_.life});
  TRY_VAL(beginning, machine.begin(wish, nullptr));
  auto* begun = std::get_if<Begun>(&beginning);
  if (begun == nullptr) {
    return base::reject(base::ErrorCode::internal, "", "", "a login at once that asks nothing");
  }
  Held held{.id = begun->id, .cookie = std::move(begun->cookie)};
  const bool remember = all.first.remember;
  TRY_VAL(outcome, machine.submit(act, held, std::move(all.first), live));
  auto* next = std::get_if<Next>(&outcome);
  if (next == nullptr || !all.second || next->view.due.factors.empty()) {
    return without_row(std::move(outcome));
  }
  held.cookie = std::move(next->cookie);
  const std::vector<std::string> due = std::move(next->view.due.factors);
  Submission second = Give{.presented = *std::move(all.second), .remember = remember};
  // Each that looks counts a wrong one by itself, so that asking several buys no guess.
  std::optional<Outcome> last;
  for (const std::string& factor : due) {
    std::get<Give>(second).factor = factor;
    TRY_VAL(answer, machine.submit(act, held, second, live));
    last.emplace(std::move(answer));
    if (!std::holds_alternative<Again>(*last)) {
      break;
    }
  }
  return without_row(*std::move(last));
}

}  // namespace identity::login
