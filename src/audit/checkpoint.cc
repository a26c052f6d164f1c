#include "audit/checkpoint.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "base/json.h"

namespace audit {
namespace {

namespace json = base::json;

std::optional<Head> parse_head(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr || object->size() != 3) {
    return std::nullopt;
  }
  const auto* chain = object->if_contains("chain");
  const auto* sequence = object->if_contains("sequence");
  const auto* hash = object->if_contains("hash");
  if (chain == nullptr || !chain->is_string() || sequence == nullptr || !sequence->is_int64() ||
      sequence->get_int64() < 1 || hash == nullptr || !hash->is_string()) {
    return std::nullopt;
  }
  auto octets = base::from_hex(std::string_view(hash->get_string()));
  if (!octets || octets->empty()) {
    return std::nullopt;
  }
  return Head{.chain = std::string(std::string_view(chain->get_string())),
              .sequence = sequence->get_int64(),
              .hash = *std::move(octets)};
}

}  // namespace

std::string checkpoint_details(const std::vector<Head>& heads) {
  json::array list;
  for (const Head& head : heads) {
    list.push_back(json::object{
        {"chain", head.chain}, {"sequence", head.sequence}, {"hash", base::to_hex(head.hash)}});
  }
  return base::to_text(json::object{{"heads", std::move(list)}});
}

base::Result<std::vector<Head>> parse_checkpoint(std::string_view details) {
  TRY_VAL(object, base::parse_json_object(details));
  const auto* member = object.if_contains("heads");
  const auto* list = member == nullptr ? nullptr : member->if_array();
  if (list == nullptr) {
    return base::reject(base::ErrorCode::invalid_request, "", "a checkpoint has a list of heads");
  }
  std::vector<Head> heads;
  for (const auto& value : *list) {
    auto head = parse_head(value);
    if (!head) {
      return base::reject(base::ErrorCode::invalid_request, "",
                          "a head of a checkpoint is malformed");
    }
    heads.push_back(*std::move(head));
  }
  return heads;
}

base::Result<bool> Checkpointer::checkpoint() {
  TRY_VAL(heads, trail_.heads());
  std::erase_if(heads, [](const Head& head) { return head.sequence == 0; });
  if (nothing_new(heads)) {
    return false;
  }
  TRY(trail_.append({.type = std::string(kCheckpointType),
                     .actor = "system",
                     .subject = "chain:" + chain_,
                     .details = checkpoint_details(heads)}));
  last_ = std::move(heads);
  return true;
}

bool Checkpointer::nothing_new(const std::vector<Head>& heads) const {
  // The checkpoint itself is the one step of its own chain that is no news.
  return std::ranges::all_of(heads, [&](const Head& head) {
    const auto before = std::ranges::find(last_, head.chain, &Head::chain);
    const std::int64_t reached = before == last_.end() ? 0 : before->sequence;
    const std::int64_t own = head.chain == chain_ && !last_.empty() ? 1 : 0;
    return head.sequence == reached + own || head.sequence == reached;
  });
}

}  // namespace audit
