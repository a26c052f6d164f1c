// Addresses that codes are sent to: what may be registered (AZ4), and what of an address that was
// asked for must be registered byte for byte (AZ1 to AZ3). Nothing is ever normalised: an address
// that would have to be is refused. Called by sites.h and site_gate.h.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace redirect_sso {

// Where plain http is taken: on this machine alone, or anywhere while Gapura itself is in
// development (contract 0, AZ4).
enum class PlainHttp { on_loopback, anywhere };

PlainHttp plain_http_for(std::string_view issuer);

// A whole address without a query: a site adds one of its own to each request.
base::Done check_registrable(std::string_view url, PlainHttp plain);

// A registered one that may still be used: the issuer may have become https since.
bool is_plain_http_allowed(std::string_view registered, PlainHttp plain);

// Where somebody asks to be sent.
struct Asked {
  std::string whole;       // as it came, and as it is sent back
  std::string registered;  // up to the query: what must be registered
};

// Refuses what no registered address could begin: a fragment, an octet that is no part of a URL,
// and a query that holds `code` already, in whatever way a site might read it.
base::Result<Asked> read_asked(std::string_view url);

// Whether a site could read the name of a field of a query as `wanted`, which is in lower case:
// escapes undone more than once, letters of either case, spaces around, "code[]" and "code.x" of
// frameworks that make lists and objects of names, and what stands before a NUL.
bool reads_as(std::string_view name, std::string_view wanted);

// `code` after the query there is, or as a query of its own.
std::string with_code(std::string_view url, std::string_view code);

}  // namespace redirect_sso
