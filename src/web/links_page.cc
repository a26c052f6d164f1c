#include "web/links_page.h"

#include <algorithm>
#include <utility>

#include "web/page_data.h"
#include "web/pages.h"

namespace web {

std::string Pages::render(const LinksPage& page, const View& view) const {
  List linked;
  for (const LinkedLogin& login : page.linked) {
    linked.push_back({{"id", login.id},
                      {"provider", login.provider},
                      {"label", login.label},
                      {"linked_at", moment(login.linked_at, page.now, brand().zone)},
                      {"may_unlink", login.may_unlink}});
  }
  List others;
  for (const OtherLogin& login : page.others) {
    others.push_back({{"provider", login.title}, {"url", login.url}, {"again", login.linked}});
  }
  Data data{{"title", Words{"account.logins.title"}},
            {"action", page.unlink.action},
            {"hidden", hidden(page.unlink)},
            {"has_linked", !linked.empty()},
            {"unlinks", std::ranges::any_of(page.linked, &LinkedLogin::may_unlink)},
            {"linked", std::move(linked)},
            {"has_others", !others.empty()},
            {"others", std::move(others)}};
  set_frame(data, page.frame, Tab::logins);
  return render("links", std::move(data), view);
}

std::string Pages::render(const ConfirmLinkPage& page, const View& view) const {
  Data data{{"title", Words{"account.logins.confirm.title"}},
            {"action", page.form.action},
            {"hidden", hidden(page.form)},
            {"provider", page.provider},
            {"label", page.label},
            {"cancel", page.cancel}};
  set_person(data, page.person);
  return render("confirm_link", std::move(data), view);
}

}  // namespace web
