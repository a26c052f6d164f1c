// What a step of a login comes to, as an answer: the same for whoever took the step, be it by a
// form of ours or on the way back from a provider.
#pragma once

#include <optional>

#include "base/result.h"
#include "endpoints/desk.h"
#include "endpoints/login_page.h"
#include "endpoints/visitor.h"
#include "http/message.h"
#include "identity/login/logins.h"

namespace endpoints {

// The login of the path, as this browser holds it; nothing where it holds none.
std::optional<identity::login::Held> held_by(const http::Request& request);

// One page for what is another browser's and what never was.
http::Response login_of_another(const Desk& desk, const http::Request& request);

// The way on where the session that is there now is what the door wished; else what became of it.
base::Result<http::Response> login_over(const Desk& desk, const http::Request& request,
                                        const Visitor& visitor,
                                        const identity::login::TransactionId& id,
                                        const identity::login::Over& over);

// Takes the session that a finished login has opened, and goes on to its door.
base::Result<http::Response> answer_outcome(const Desk& desk, const http::Request& request,
                                            const Visitor& visitor,
                                            const identity::login::TransactionId& id, LastTry last,
                                            identity::login::Outcome outcome);

}  // namespace endpoints
