// CSRF tokens for forms, beside the Origin rule: a nonce and its MAC over the purpose and the
// cookie value the form belongs to (a session or a login transaction). A token taken from one
// browser is of no use in another, and one for consent is of no use for logout.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"

namespace http {

class Csrf {
 public:
  // A MAC of at least 32 octets under a key of this use alone.
  using Mac = std::function<base::Bytes(base::BytesView)>;

  Csrf(Mac mac, base::Random& random) : mac_(std::move(mac)), random_(random) {}

  std::string issue(std::string_view bound_to, std::string_view purpose) const;
  // forbidden unless `token` was issued for exactly this binding and purpose. An empty binding
  // never passes.
  base::Done check(std::string_view token, std::string_view bound_to,
                   std::string_view purpose) const;

 private:
  base::Bytes tag(base::BytesView nonce, std::string_view bound_to, std::string_view purpose) const;

  Mac mac_;
  base::Random& random_;
};

}  // namespace http
