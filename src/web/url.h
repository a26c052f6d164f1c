// A URL that may stand in href, src or action: a path of our own, a query for the page it stands
// on, or http(s). Nothing else has this type, so that no data can bring "javascript:" into a page
// (AD5), or "//host" and "/\host", which browsers take for another site.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace web {

class Url {
 public:
  static base::Result<Url> from(std::string_view text);

  // Of an app: a scheme in reverse-domain form (RFC 8252 section 7.1), and one slash. What runs in
  // a page has no scheme with a dot.
  static base::Result<Url> to_app(std::string_view text);

  const std::string& text() const { return text_; }

 private:
  explicit Url(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace web
