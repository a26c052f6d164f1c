#include "http/outbound/outcome.h"

#include <array>

namespace http::outbound {
namespace {

struct Row {
  Refusal refusal;
  std::string_view name;
  bool may_pass;
};

constexpr std::array<Row, kRefusals> kRows{{
    {Refusal::unfit, "unfit", false},
    {Refusal::refused_address, "refused_address", false},
    {Refusal::unresolved, "unresolved", true},
    {Refusal::unreachable, "unreachable", true},
    {Refusal::untrusted, "untrusted", false},
    {Refusal::broken, "broken", true},
    {Refusal::too_large, "too_large", false},
    {Refusal::too_slow, "too_slow", true},
    {Refusal::full, "full", true},
    {Refusal::stopping, "stopping", true},
}};

static_assert([] {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows.at(i).refusal != static_cast<Refusal>(i)) {
      return false;
    }
  }
  return true;
}());

}  // namespace

std::string_view to_string(Refusal refusal) {
  return kRows.at(static_cast<std::size_t>(refusal)).name;
}

bool may_pass(Refusal refusal) { return kRows.at(static_cast<std::size_t>(refusal)).may_pass; }

}  // namespace http::outbound
