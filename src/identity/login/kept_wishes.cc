// The half of Logins that keeps a wish for another request: it lies among the logins under way, and
// is none of them.
#include <string>
#include <utility>

#include "identity/login/logins.h"

namespace identity::login {
namespace {

// No door: what lies there is a wish of another, whole.
constexpr std::string_view kKeptDoor = "kept";

}  // namespace

base::Result<std::variant<TransactionId, Crowded>> Logins::keep(
    const Wish& wish, const std::optional<budget::AddressBytes>& from) {
  using Kept = std::variant<TransactionId, Crowded>;
  if (parts_.begun != nullptr) {
    if (const auto wait = parts_.begun->enter(from)) {
      return Kept(Crowded{*wait});
    }
  }
  const base::Instant now = parts_.clock.now();
  Transaction transaction{
      .id = parts_.ids.next<TransactionTag>(),
      .wish = {.door = std::string(kKeptDoor), .request = base::to_text(to_json(wish))},
      .begun_at = now,
      .expires_at = now + parts_.life};
  // Its cookie is nobody's.
  rotate(transaction);
  TRY(parts_.store.begin(transaction));
  return Kept(transaction.id);
}

base::Result<std::optional<Wish>> Logins::kept(const TransactionId& id) {
  TRY_VAL(row, parts_.store.find(id));
  if (!row || row->wish.door != kKeptDoor || parts_.clock.now() >= row->expires_at) {
    return std::optional<Wish>();
  }
  TRY_VAL(json, base::parse_json_object(row->wish.request));
  TRY_VAL(wish, wish_from(json));
  return std::optional(std::move(wish));
}

}  // namespace identity::login
