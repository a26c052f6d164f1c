// What a door wants of a login. It is stored with the transaction, so that nothing of the door's
// own request travels through a page and comes back changed (AZ14, LG6).
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "identity/sessions/freshness.h"

namespace identity::login {

struct Wish {
  std::string door;     // "authorize", "redirect_sso", "session_api", "account", "logout"
  std::string request;  // the door's own: client, redirect, state; nobody else reads it
  std::string client;   // whose name and colours the pages show; empty: Gapura's
  sessions::Asked asked;
  bool may_ask = true;     // false for prompt=none: no page, an answer at once
  std::string login_hint;  // fills the field of the form and decides nothing
  std::string locale;
};

base::json::object to_json(const Wish& wish);
base::Result<Wish> wish_from(const base::json::object& json);

}  // namespace identity::login
