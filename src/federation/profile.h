// What a provider says of somebody as the fields of a person, by the provider's mapping. Only at
// the first login: what people change here afterwards is theirs.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "federation/provider.h"
#include "identity/users/user.h"

namespace federation {

// What is mapped where a provider maps nothing of its own.
const Mapping& usual_mapping();

// Whom it would make, without a username. What no field takes is left out; the address is verified
// if the claim that speaks of it is the JSON true, and by nothing else (FD2), and hearsay without.
identity::users::User person_from(const Provider& provider, const base::json::object& claims,
                                  base::Instant now);

// Whether userinfo could add anything that is mapped.
bool tells_all(const Provider& provider, const base::json::object& claims);

// An address and whether it is verified are said by one source: what the ID token says of an
// address is not verified by what userinfo says of another (FD2).
void add_what_is_missing(const Provider& provider, base::json::object& claims,
                         const base::json::object& more);

// What the person could be called, the best first. Any of them may be taken. None of them says what
// its owner would be to whoever reads it, and none is of an address that nobody has verified.
std::vector<std::string> usernames_from(const Provider& provider, const base::json::object& claims,
                                        const identity::users::User& person);

// What their account over there is called where they see it: its address or name.
std::string label_of(const Provider& provider, const base::json::object& claims);

}  // namespace federation
