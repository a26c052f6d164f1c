// Before every page of the account: who it is, by a live session, and that a form is of this
// session's own page.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "endpoints/desk.h"
#include "endpoints/visitor.h"
#include "http/form.h"
#include "http/router.h"
#include "identity/users/user.h"
#include "web/account_pages.h"

namespace endpoints {

inline constexpr std::string_view kAccountPath = "/account";
inline constexpr std::string_view kPasswordPath = "/account/password";
inline constexpr std::string_view kSessionsPath = "/account/sessions";
inline constexpr std::string_view kApplicationsPath = "/account/applications";

struct Member {
  const Desk& desk;
  const http::Request& request;
  const Visitor& visitor;
  identity::users::User user;

  const identity::sessions::Session& session() const { return visitor.live()->session(); }
  identity::Act act() const { return visitor.act(request); }
};

using ShowToMember = std::function<base::Result<http::Response>(const Member&)>;
using TakeFromMember =
    std::function<base::Result<http::Response>(const Member&, const http::Form&)>;

// A row that shows a page: whoever has no session logs in first, and comes back.
http::Route shown(const Desk& desk, std::string_view pattern, ShowToMember show);
// A row that takes a form.
http::Route taken(const Desk& desk, std::string pattern, TakeFromMember take,
                  http::Runs runs = http::Runs::on_worker);

// A form of a page of the account.
web::Form account_form(const Member& member, std::string_view action);
web::AccountFrame frame_of(const Member& member);
web::Person person_of(const identity::users::User& user);

// Whether they have shown lately who they are, as whoever changes by what they log in must have.
bool is_fresh(const Member& member);
// Who has not does it now, and comes back to that page of the account.
base::Result<http::Response> show_again(const Member& member, std::string_view page);

// The token of a form that only this session's own pages hold.
web::Hidden csrf_field(const Desk& desk, const Visitor& visitor, std::string_view purpose);
base::Done check_csrf(const Desk& desk, const Visitor& visitor, std::string_view purpose,
                      const http::Form& form);

// Back to a page that says what has been done: one of the keys of account_member.cc.
http::Response back_to(std::string_view path, std::string_view done);

}  // namespace endpoints
