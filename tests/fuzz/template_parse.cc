// The template engine: what is taken as a template stays HTML of the same shape, whatever data is
// filled in. The one who judges is the reader of the template itself.
#include <cstdlib>
#include <stdexcept>

#include "web/template.h"

namespace {

constexpr std::string_view kHostile = "\"'><script>alert(1)</script><!-- & </a";

web::Data hostile_data() {
  return {{"a", std::string(kHostile)},
          {"b", true},
          {"c", web::List{{{"a", std::string(kHostile)}}, {{"a", std::string()}}}},
          {"n", std::int64_t{7}},
          {"u", *web::Url::from("/a?b='c'&d")},
          {"w", web::Words{"k"}}};
}

void check_page(const web::Templates& templates, const web::Locale& locale) {
  std::string out;
  try {
    out = templates.render("page", hostile_data(), locale);
  } catch (const std::logic_error&) {
    return;  // a name that is not there, or not of that kind
  }
  web::HtmlContext context;
  if (!context.read(out) || !context.in_text()) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto locale = web::Locale::parse("en", "k = <{a}>\"\nm[one] = <\nm[other] = '{n}\n");
  const web::EmbeddedText sources[] = {{"page", text}, {"parts/p", "<p title=\"{{a}}\">{{a}}</p>"}};
  const auto templates = web::Templates::parse(sources, [](auto) { return "/assets/x"; });
  if (templates) {
    check_page(*templates, *locale);
  }
  static_cast<void>(web::Locale::parse("en", text));
  static_cast<void>(web::Url::from(text));
  return 0;
}
