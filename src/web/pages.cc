#include "web/pages.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "web/embedded.h"
#include "web/page_data.h"
#include "web/template.h"

namespace web {
namespace {

constexpr std::array<std::string_view, 2> kLanguages = {"id", "en"};

std::optional<std::string_view> asset_path(std::string_view name) {
  const auto files = embedded_files();
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.name == name; });
  return found == files.end() ? std::nullopt : std::optional(found->path);
}

}  // namespace

std::span<const std::string_view> languages() { return kLanguages; }

struct Pages::Content {
  Brand brand;
  Templates templates;
  std::vector<Locale> locales;  // in the order of kLanguages
  Url home;

  const Locale& locale(std::string_view language) const {
    const auto found = std::find_if(locales.begin(), locales.end(), [&](const Locale& locale) {
      return locale.language() == language;
    });
    return found == locales.end() ? locales.front() : *found;
  }
};

Pages::Pages(std::unique_ptr<const Content> content) : content_(std::move(content)) {}
Pages::~Pages() = default;
Pages::Pages(Pages&&) noexcept = default;
Pages& Pages::operator=(Pages&&) noexcept = default;

base::Result<Pages> Pages::from(Brand brand) {
  TRY_VAL(templates, Templates::parse(embedded_templates(), &asset_path));
  std::vector<Locale> locales;
  for (const auto language : kLanguages) {
    const auto sources = embedded_locales();
    const auto source = std::find_if(sources.begin(), sources.end(),
                                     [&](const auto& text) { return text.name == language; });
    if (source == sources.end()) {
      return base::reject(base::ErrorCode::internal, "", "", "no locale " + std::string(language));
    }
    TRY_VAL(locale, Locale::parse(language, source->text));
    TRY(templates.check(locale));
    locales.push_back(std::move(locale));
  }
  TRY_VAL(home, Url::from("/"));
  return Pages(std::make_unique<const Content>(
      Content{std::move(brand), std::move(templates), std::move(locales), std::move(home)}));
}

std::string Pages::render(std::string_view name, Data data, const View& view) const {
  const auto& locale = content_->locale(view.language);
  data.set("language", locale.language());
  data.set("other_language", or_none(view.other_language));
  // What the browser posts for an application comes from us and says so; "Origin: null" is refused.
  data.set("tells_origin", name == "hand_over");
  const auto& brand = content_->brand;
  data.set("brand", brand.name);
  data.set("brand_home", brand.home ? *brand.home : content_->home);
  data.set("brand_logo", or_none(brand.logo));
  data.set("brand_colours", or_none(brand.colours));
  data.set("footer_text", brand.footer_text.in(locale.language()));
  auto links = footer_links(brand);
  data.set("has_footer_links", !links.empty());
  data.set("footer_links", std::move(links));
  data.set("client", view.client ? Value(view.client->name) : Value(false));
  data.set("client_logo", view.client ? or_none(view.client->logo) : Value(false));
  data.set("client_colours", view.client ? or_none(view.client->colours) : Value(false));
  data.set("client_text", view.client ? view.client->login_text.in(locale.language()) : "");
  data.set("client_help", view.client ? or_none(view.client->help) : Value(false));
  return content_->templates.render(name, data, locale);
}

const Brand& Pages::brand() const { return content_->brand; }

std::string Pages::render(const StartPage& page, const View& view) const {
  return render(
      "start",
      {{"title", Words{"start.title"}}, {"address", page.address}, {"healthy", page.healthy}},
      view);
}

std::string Pages::render(const ErrorPage& page, const View& view) const {
  return render("error",
                {{"title", page.title},
                 {"explanation", page.explanation},
                 {"advice", page.advice},
                 {"code", page.code},
                 {"description", page.description},
                 {"request_id", page.request_id},
                 {"retries", page.retry_after.has_value()},
                 {"retry_after", page.retry_after.value_or(0)},
                 {"link", or_none(page.link)},
                 {"help", or_none(brand().help)}},
                view);
}

std::string Pages::text(Words words, std::string_view language) const {
  return plain_text(content_->locale(language), words, {{"brand", content_->brand.name}});
}

}  // namespace web
