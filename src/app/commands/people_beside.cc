#include "app/commands/people_beside.h"

#include <algorithm>
#include <array>
#include <iostream>

#include "base/bytes.h"

namespace app {
namespace {

using identity::passwords::Hint;
using identity::passwords::Reason;

struct ReasonWords {
  Reason reason;
  Words words;
};
constexpr std::array kReasons{
    ReasonWords{Reason::not_text, "password.not_text"},
    ReasonWords{Reason::too_short, "password.too_short"},
    ReasonWords{Reason::too_long, "password.too_long"},
    ReasonWords{Reason::common, "password.common"},
    ReasonWords{Reason::too_weak, "password.too_weak"},
};

struct HintWords {
  Hint hint;
  Words words;
};
constexpr std::array kHints{
    HintWords{Hint::word, "password.hint.word"},
    HintWords{Hint::name_of_yours, "password.hint.name_of_yours"},
    HintWords{Hint::repeats, "password.hint.repeats"},
    HintWords{Hint::sequence, "password.hint.sequence"},
    HintWords{Hint::keyboard, "password.hint.keyboard"},
    HintWords{Hint::date, "password.hint.date"},
};

// It goes to a terminal: what was typed may hold what a terminal obeys.
std::string one_line(const std::string& text) {
  std::string out = base::is_utf8(text) ? text : std::string("?");
  std::ranges::replace_if(
      out, [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; },
      '?');
  return out;
}

}  // namespace

base::Result<std::unique_ptr<PeopleBeside>> PeopleBeside::open(Context& context) {
  std::unique_ptr<PeopleBeside> beside(new PeopleBeside(context.clock));
  TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                              context.random, beside->quiet_.log()},
                             Opening::beside));
  beside->store_ = std::move(store);
  beside->people_.emplace(People::Parts{.settings = context.config.settings,
                                        .store = *beside->store_,
                                        .clock = context.clock,
                                        .random = context.random,
                                        .hashing_threads = 1});
  return beside;
}

base::Result<identity::users::User> PeopleBeside::find(const std::string& who) {
  auto user = people_->users().find(who);
  if (!user && user.error().code == base::ErrorCode::not_found) {
    user.error().description = fill("failure.no_user", {{"who", one_line(who)}});
  }
  return user;
}

base::Result<base::json::object> PeopleBeside::json_of(const identity::users::User& user) {
  TRY_VAL(administrator, people_->users().is_administrator(user.id));
  auto json = identity::users::to_json(user);
  json["administrator"] = administrator;
  return json;
}

identity::Act by_operator() { return {.actor = "cli", .address = {}, .request_id = {}}; }

base::Result<base::Secret> read_password(std::string_view option) {
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) {
    line.pop_back();
  }
  base::Secret password(line);
  std::ranges::fill(line, '\0');
  if (password.empty()) {
    return base::reject(base::ErrorCode::invalid_request, "",
                        fill("failure.no_password", {{"option", option}}));
  }
  return password;
}

std::unexpected<base::Error> refuse_password(const identity::passwords::Refused& refused) {
  const auto* reason = std::ranges::find(kReasons, refused.reason, &ReasonWords::reason);
  std::string words = fill("failure.password");
  words += ' ';
  words += fill(reason->words, {{"shortest", std::to_string(refused.shortest)}});
  for (const Hint hint : refused.hints) {
    words += ' ';
    words += fill(std::ranges::find(kHints, hint, &HintWords::hint)->words);
  }
  return base::reject(base::ErrorCode::invalid_request, std::string(to_string(refused.reason)),
                      std::move(words));
}

base::json::array texts_of(std::string_view list) {
  base::json::array texts;
  while (!list.empty()) {
    const auto one = list.substr(0, list.find(','));
    texts.emplace_back(one);
    list.remove_prefix(std::min(list.size(), one.size() + 1));
  }
  return texts;
}

std::string called(const identity::users::User& user) {
  return user.username + " (" + std::to_string(user.id.value) + ")";
}

}  // namespace app
