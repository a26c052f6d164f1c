// The template engine: a subset of Mustache, parsed once.
//   {{name}}                a value, escaped for where it stands
//   {{#name}}…{{/name}}     once for a value that is there, or for each item of a list
//   {{^name}}…{{/name}}     when there is none
//   {{> parts/top}}         another template, in place
//   {{t key}}               a text of the locale; its placeholders are values of the same names
//   {{n key name}}          a text that counts `name`
//   {{asset app.css}}       the path of a static file
//   {{! …}}                 a comment
// There is no form that leaves data unescaped. What a page's policy or its context forbids is
// refused here, before anything is rendered.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "web/data.h"
#include "web/embedded.h"
#include "web/html_context.h"
#include "web/locale.h"

namespace web {

class Templates {
 public:
  using AssetPath = std::function<std::optional<std::string_view>(std::string_view name)>;

  // Pages are the templates that are no parts; each is parsed with what it includes.
  static base::Result<Templates> parse(std::span<const EmbeddedText> sources,
                                       const AssetPath& asset_path);

  // A name or text that is missing is a fault of ours: std::logic_error.
  std::string render(std::string_view page, const Data& data, const Locale& locale) const;

  // Whether a locale has every text that the pages name.
  base::Done check(const Locale& locale) const;

  std::vector<std::string_view> pages() const;

  struct Node {
    enum class Kind { literal, value, words, counted, section, inverted };
    Kind kind = Kind::literal;
    HtmlContext::Slot slot = HtmlContext::Slot::text;
    std::string text;   // the literal, the name or the key
    std::string count;  // of counted words, the name of the number
    std::vector<Node> body;
  };

 private:
  std::map<std::string, std::vector<Node>, std::less<>> pages_;
};

// `& < > " '` as references; NUL, which HTML does not know, as U+FFFD.
void append_escaped(std::string& out, std::string_view text);

// A text with its placeholders filled in from data, and escaped for nothing: for answers that are
// not pages.
std::string plain_text(const Locale& locale, Words words, const Data& data);

}  // namespace web
