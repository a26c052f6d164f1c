// What every endpoint that shows a page needs: the pages, the language of a request, and the answer
// to a failure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "web/pages.h"

namespace endpoints {

class Front {
 public:
  struct Options {
    web::Brand brand;
    std::optional<web::Accent> accent;           // served as a stylesheet of ours, by brand.h
    std::string default_language = "id";         // where a request asks for none
    std::string issuer;                          // shown to people as the address to trust
    std::function<bool()> healthy;               // may wait: asked on a worker
    std::vector<web::ScopeWording> scopes = {};  // of the operator's own
  };
  static base::Result<Front> from(Options options);

  const web::Pages& pages() const { return pages_; }
  const Options& options() const { return options_; }
  // Of the accent; a path that names the content.
  struct Sheet {
    std::string path;
    std::string text;
  };
  const std::optional<Sheet>& sheet() const { return sheet_; }
  bool secure() const { return options_.issuer.starts_with("https:"); }

  // Of a page: ?lang=, else the cookie that an earlier one left, else what is accepted.
  // Or, behind what the person has chosen, the first of `suggested` (ui_locales: "id-ID en").
  std::string_view language(const http::Request& request, std::string_view suggested = {}) const;
  // Of an answer to a program: what Accept-Language says, else the default.
  std::string_view accepted_language(const http::Request& request) const;
  web::View view(const http::Request& request, std::string_view suggested = {}) const;
  // An answer with a page, which remembers a language that was asked for by ?lang=.
  http::Response page(const http::Request& request, int status, std::string html,
                      http::PagePolicy policy = {}) const;

 private:
  Front(Options options, std::optional<Sheet> sheet, web::Pages pages);
  std::optional<std::string_view> asked_language(const http::Request& request) const;

  Options options_;
  std::optional<Sheet> sheet_;
  web::Pages pages_;
};

}  // namespace endpoints
