#include "web/consent_page.h"

#include <algorithm>
#include <array>
#include <utility>

#include "web/page_data.h"
#include "web/pages.h"

namespace web {
namespace {

struct Known {
  std::string_view name;
  Words title;
  Words about;
};
constexpr std::array kKnown = {
    Known{"openid", Words{"scope.openid.title"}, Words{"scope.openid.about"}},
    Known{"profile", Words{"scope.profile.title"}, Words{"scope.profile.about"}},
    Known{"email", Words{"scope.email.title"}, Words{"scope.email.about"}},
    Known{"phone", Words{"scope.phone.title"}, Words{"scope.phone.about"}},
    Known{"address", Words{"scope.address.title"}, Words{"scope.address.about"}},
    Known{"offline_access", Words{"scope.offline_access.title"},
          Words{"scope.offline_access.about"}},
    Known{"view-user", Words{"scope.view_user.title"}, Words{"scope.view_user.about"}},
};

List scopes(const std::vector<Scope>& scopes) {
  List list;
  for (const Scope& scope : scopes) {
    list.push_back({{"scope", to_value(scope.title)},
                    {"about", scope.about ? to_value(*scope.about) : Value(false)},
                    {"is_new", scope.is_new}});
  }
  return list;
}

}  // namespace

Scope scope_in_words(std::string_view name, const std::vector<ScopeWording>& wordings,
                     std::string_view language) {
  const auto own = std::ranges::find(wordings, name, &ScopeWording::name);
  if (own != wordings.end()) {
    Scope scope{.title = own->title.in(language)};
    if (!own->about.in(language).empty()) {
      scope.about = own->about.in(language);
    }
    return scope;
  }
  const auto* known = std::ranges::find(kKnown, name, &Known::name);
  return known == kKnown.end() ? Scope{.title = std::string(name)}
                               : Scope{.title = known->title, .about = known->about};
}

std::string Pages::render(const ConsentPage& page, const View& view) const {
  const bool again = std::ranges::any_of(page.scopes, &Scope::is_new);
  Data data{{"title", Words{"consent.title"}},
            {"action", page.form.action},
            {"hidden", hidden(page.form)},
            {"host", page.host},
            {"again", again},
            {"scopes", scopes(page.scopes)},
            {"every_time", page.asks_every_time},
            {"has_links", page.policy || page.terms || (view.client && view.client->help)},
            {"policy", or_none(page.policy)},
            {"terms", or_none(page.terms)}};
  set_person(data, page.person);
  return render("consent", std::move(data), view);
}

std::string Pages::render(const ApplicationsPage& page, const View& view) const {
  List rows;
  for (const Application& application : page.applications) {
    rows.push_back({{"id", application.id},
                    {"application", application.name},
                    {"logo", or_none(application.logo)},
                    {"scopes", scopes(application.scopes)},
                    {"given", moment(application.given_at, page.now, brand().zone)}});
  }
  Data data{{"title", Words{"account.applications.title"}},
            {"action", page.form.action},
            {"hidden", hidden(page.form)},
            {"has_applications", !rows.empty()},
            {"applications", std::move(rows)}};
  set_frame(data, page.frame, Tab::applications);
  return render("applications", std::move(data), view);
}

}  // namespace web
