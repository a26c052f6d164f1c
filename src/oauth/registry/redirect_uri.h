// Where a client has people sent back to: what may be registered (AZ3, AZ4), and whether what is
// asked for is what is registered, octet by octet (RFC 9700 section 2.1, AZ1, AZ2).
#pragma once

#include <string_view>

#include "base/result.h"
#include "oauth/registry/client.h"
#include "redirect_sso/redirect_url.h"

namespace oauth {

using redirect_sso::PlainHttp;

// Of a public client also a scheme of its own, in reverse-domain form (RFC 8252 section 7.1).
base::Done check_registrable(std::string_view uri, bool is_public, PlainHttp plain);

// Asked at use: plain http may not be allowed any more.
bool is_usable(std::string_view uri, PlainHttp plain);

// On the person's own device, by number. What only begins like that is elsewhere, and so may be
// what a name stands for (RFC 8252 section 8.3).
bool is_loopback(std::string_view uri);

// The one difference there may be is the port of a loopback address of a public client (RFC 8252
// section 7.3, AZ5).
bool is_registered(const Client& client, std::string_view uri);

}  // namespace oauth
