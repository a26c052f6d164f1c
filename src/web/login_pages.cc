#include "web/login_pages.h"

#include <utility>

#include "web/page_data.h"
#include "web/pages.h"

namespace web {
namespace {

List providers(const std::vector<Provider>& providers) {
  List list;
  for (const auto& provider : providers) {
    list.push_back({{"provider", provider.name}, {"url", provider.url}});
  }
  return list;
}

Value button(const std::optional<Button>& button) {
  if (!button) {
    return false;
  }
  return List{{{"text", button->text},
               {"action", button->form.action},
               {"hidden", hidden(button->form)},
               {"name", button->name},
               {"value", button->value}}};
}

}  // namespace

std::string Pages::render(const LoginPage& page, const View& view) const {
  using Trouble = LoginPage::Trouble;
  Data data{{"title", page.known ? Words{"login.again.title"} : Words{"login.title"}},
            {"action", page.form.action},
            {"hidden", hidden(page.form)},
            {"trouble", page.trouble != Trouble::none},
            {"wrong", page.trouble == Trouble::wrong},
            {"slowed", page.trouble == Trouble::slowed},
            {"outdated", page.trouble == Trouble::outdated},
            {"retry_after", page.retry_after},
            {"identifier", page.identifier},
            {"identified", page.known.has_value() || !page.identifier.empty()},
            {"known", page.known.has_value()},
            {"offers_remember", page.offers_remember},
            {"remember", page.remember},
            {"has_providers", !page.providers.empty()},
            {"providers", providers(page.providers)},
            {"login_text", brand().login_text.in(view.language)},
            {"cancel", or_none(page.cancel)}};
  set_person(data, page.known.value_or(Person{}));
  return render("login", std::move(data), view);
}

std::string Pages::render(const ChooseAccountPage& page, const View& view) const {
  Data data{{"title", Words{"login.choose.title"}},
            {"action", page.form.action},
            {"hidden", hidden(page.form)},
            {"cancel", or_none(page.cancel)}};
  set_person(data, page.person);
  return render("choose_account", std::move(data), view);
}

std::string Pages::render(const NoticePage& page, const View& view) const {
  Data data{{"title", page.notice.title},    {"explanation", page.notice.explanation},
            {"advice", page.notice.advice},  {"good", page.good},
            {"button", button(page.button)}, {"link", or_none(page.link)},
            {"other", or_none(page.other)},  {"help", or_none(brand().help)},
            {"request_id", page.request_id}};
  return render("notice", std::move(data), view);
}

std::string Pages::render(const LogoutPage& page, const View& view) const {
  Data data{{"title", Words{"logout.title"}},
            {"action", page.form.action},
            {"hidden", hidden(page.form)},
            {"cancel", or_none(page.cancel)}};
  set_person(data, page.person);
  return render("logout", std::move(data), view);
}

std::string Pages::render(const HandOverPage& page, const View& view) const {
  return render("hand_over",
                {{"title", Words{"authorize.hand_over.title"}},
                 {"action", page.form.action},
                 {"hidden", hidden(page.form)}},
                view);
}

std::string Pages::render(const LoggedOutPage& page, const View& view) const {
  return render("logged_out",
                {{"title", Words{"logout.done.title"}},
                 {"back", view.client ? or_none(page.back) : Value(false)},
                 {"login", or_none(page.login)}},
                view);
}

}  // namespace web
