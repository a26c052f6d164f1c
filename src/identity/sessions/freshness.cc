#include "identity/sessions/freshness.h"

#include <algorithm>
#include <array>

namespace identity::sessions {
namespace {

using Live = const Session*;

bool is_nobody(Live live, const Asked&, base::Instant) { return live == nullptr; }

bool is_another(Live live, const Asked& asked, base::Instant) {
  return asked.only && live->user != *asked.only;
}

bool must_choose(Live, const Asked& asked, base::Instant) { return asked.choose_account; }

// max_age=0 is prompt=login in other words (Core 1.0, section 3.1.2.1).
bool is_too_old(Live live, const Asked& asked, base::Instant now) {
  return asked.log_in || (asked.max_age && (asked.max_age->count() <= 0 ||
                                            now - live->authenticated_at > *asked.max_age));
}

bool is_too_low(Live live, const Asked& asked, base::Instant) {
  return live->level < asked.level ||
         !std::ranges::all_of(
             asked.factors,
             [live](const auto& name) {
               return std::ranges::find(live->factors, name) != live->factors.end();
             });
}

struct Row {
  Answer answer;
  bool (*applies)(Live, const Asked&, base::Instant);
};

// The first that applies. Who it is comes before how sure we are of it.
constexpr std::array kRows = {
    Row{Answer::log_in, &is_nobody},           Row{Answer::other_person, &is_another},
    Row{Answer::choose_account, &must_choose}, Row{Answer::log_in_again, &is_too_old},
    Row{Answer::step_up, &is_too_low},
};

}  // namespace

Answer answer(Live live, const Asked& asked, base::Instant now) {
  for (const Row& row : kRows) {
    if (row.applies(live, asked, now)) {
      return row.answer;
    }
  }
  return Answer::good;
}

}  // namespace identity::sessions
