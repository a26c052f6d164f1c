// Static files, embedded in the program in their precompressed forms. `web` fills the table.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/router.h"

namespace http {

struct Asset {
  std::string_view path;  // "/assets/app.3f9a1c.css"
  std::string_view type;  // "text/css; charset=utf-8"
  std::string_view identity;
  std::string_view gzip;    // empty: not worth it
  std::string_view brotli;  // empty: not worth it
  std::string_view etag;    // quoted, of the identity form
  bool immutable = false;   // the path names the content: cache for a year
};

// Whether who asks has it already (RFC 9110 section 13.1.2).
bool is_current(const Request& request, std::string_view etag);

// Answers made once, at start. Everything is given out byte for byte by path.
class Assets {
 public:
  explicit Assets(std::span<const Asset> table);

  // Nothing for a path that is no asset.
  std::optional<Response> find(const Request& request) const;
  std::vector<std::string> paths() const;

 private:
  // A tag of its own for each form: they are different octets (RFC 9110, section 8.8.3).
  struct Form {
    std::string coding;  // empty for identity
    std::string etag;
    Prepared whole;
    Prepared not_modified;
  };
  static Form make_form(const Asset& asset, std::string_view coding, std::string_view content);

  std::map<std::string, std::vector<Form>, std::less<>> entries_;
};

// A row for each asset; `assets` outlives them.
std::vector<Route> routes(const Assets& assets);

}  // namespace http
