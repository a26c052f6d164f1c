#include "redirect_sso/look.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "identity/names/unicode.h"

namespace redirect_sso {
namespace {

namespace json = base::json;

constexpr std::size_t kLongestText = 1000;

struct Member {
  std::string_view name;
  std::string Look::* place;
  std::optional<std::string> LookChanges::* change;
};
constexpr std::array kMembers = {
    Member{"accent", &Look::accent, &LookChanges::accent},
    Member{"accent_dark", &Look::accent_dark, &LookChanges::accent_dark},
    Member{"login_text_id", &Look::login_text_id, &LookChanges::login_text_id},
    Member{"login_text_en", &Look::login_text_en, &LookChanges::login_text_en},
    Member{"help_url", &Look::help_url, &LookChanges::help_url}};

std::unexpected<base::Error> refuse(std::string_view clause, std::string description) {
  return base::reject(base::ErrorCode::invalid_request, clause, std::move(description));
}

// It goes into a stylesheet: nothing else is a colour here.
bool is_colour(std::string_view text) {
  return text.size() == 7 && text.front() == '#' && std::ranges::all_of(text.substr(1), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

bool is_line(std::string_view text) {
  return text.size() <= kLongestText && identity::names::is_one_line(text);
}

}  // namespace

Look changed(Look look, const LookChanges& changes) {
  for (const Member& member : kMembers) {
    if (const auto& change = changes.*member.change) {
      look.*member.place = *change;
    }
  }
  return look;
}

LookChanges whole(const Look& look) {
  LookChanges all;
  for (const Member& member : kMembers) {
    all.*member.change = look.*member.place;
  }
  return all;
}

base::Done check_look(const Look& look, const LookChanges& given, PlainHttp plain) {
  for (const auto& [clause, colour] :
       {std::pair("look.accent", &look.accent), std::pair("look.accent_dark", &look.accent_dark)}) {
    if (!colour->empty() && !is_colour(*colour)) {
      return refuse(clause, "\"" + *colour + "\" is not a colour such as #0e5a52");
    }
  }
  if (look.accent.empty() && !look.accent_dark.empty()) {
    return refuse("look.accent_dark", "an accent for the dark needs one for the light");
  }
  for (const auto& [clause, text] : {std::pair("look.login_text_id", &given.login_text_id),
                                     std::pair("look.login_text_en", &given.login_text_en)}) {
    if (!is_line(text->value_or(""))) {
      return refuse(clause, "a text is one line of at most 1000 octets");
    }
  }
  if (given.help_url.value_or("").empty()) {
    return {};
  }
  if (const auto checked = check_registrable(*given.help_url, plain); !checked) {
    return refuse("look.help_url", *given.help_url + ": " + checked.error().description);
  }
  return {};
}

void put_look(json::object& into, const Look& look) {
  for (const Member& member : kMembers) {
    into[member.name] = look.*member.place;
  }
}

base::Result<Look> look_in(const json::object& body) {
  Look look;
  for (const Member& member : kMembers) {
    const auto* value = body.if_contains(member.name);
    if (value == nullptr) {
      continue;
    }
    if (!value->is_string()) {
      return base::reject(base::ErrorCode::internal, "", "a look cannot be read",
                          std::string(member.name) + " is no text");
    }
    look.*member.place = std::string(value->get_string());
  }
  return look;
}

}  // namespace redirect_sso
