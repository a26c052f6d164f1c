// Who a request comes from: the session of its browser as the gate finds it, and what the rooms
// are told of every act.
#pragma once

#include <string>

#include "base/result.h"
#include "endpoints/desk.h"
#include "http/message.h"
#include "identity/act.h"
#include "identity/login/logins.h"
#include "identity/sessions/session_gate.h"

namespace endpoints {

class Visitor {
 public:
  static base::Result<Visitor> of(const Desk& desk, const http::Request& request);

  // Nothing without a live session of somebody who is active.
  identity::login::LiveSession live() const;
  // A session of somebody who is disabled or locked, and may be told so.
  bool is_inactive() const;
  // The value of the cookie, for what is bound to it.
  const std::string& cookie() const { return cookie_; }

  identity::Act act(const http::Request& request) const;

 private:
  Visitor(identity::SessionGate::Answer session, std::string cookie)
      : session_(std::move(session)), cookie_(std::move(cookie)) {}

  identity::SessionGate::Answer session_;
  std::string cookie_;
};

// What is told of an account that may do nothing, to who holds a session of it: its cookies go.
http::Response inactive_page(const Desk& desk, const http::Request& request);

}  // namespace endpoints
