// What a site, or a client of OAuth, makes the pages look like on which people log in to it or are
// asked what it may have. The directories of both check it; endpoints/client_brand makes the brand
// of a page of it.
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "redirect_sso/redirect_url.h"

namespace redirect_sso {

// What is empty is the house's.
struct Look {
  std::string accent;       // "#0e5a52"
  std::string accent_dark;  // else it is made from the accent
  std::string login_text_id;
  std::string login_text_en;
  std::string help_url;
  bool operator==(const Look&) const = default;
};

// What is to be otherwise; what is not said stays.
struct LookChanges {
  std::optional<std::string> accent;
  std::optional<std::string> accent_dark;
  std::optional<std::string> login_text_id;
  std::optional<std::string> login_text_en;
  std::optional<std::string> help_url;
};
Look changed(Look look, const LookChanges& changes);
// Every member of it.
LookChanges whole(const Look& look);

// Of what it became by the changes those alone: what was given under other rules holds up no other
// change.
base::Done check_look(const Look& look, const LookChanges& given, PlainHttp plain);

// As operators see it and as stores keep it, a member each; what is not there is empty.
void put_look(base::json::object& into, const Look& look);
base::Result<Look> look_in(const base::json::object& body);

}  // namespace redirect_sso
