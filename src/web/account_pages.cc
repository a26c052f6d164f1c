#include "web/account_pages.h"

#include <algorithm>
#include <utility>

#include "web/agent.h"
#include "web/page_data.h"
#include "web/pages.h"

namespace web {
namespace {

List facts(const std::vector<Fact>& facts) {
  List list;
  for (const auto& fact : facts) {
    list.push_back({{"label", to_value(fact.label)}, {"value", to_value(fact.value)}});
  }
  return list;
}

Words device(const Agent& agent) {
  if (agent.browser.empty()) {
    return agent.system.empty() ? Words{"agent.unknown"} : Words{"agent.system"};
  }
  return agent.system.empty() ? Words{"agent.browser"} : Words{"agent.both"};
}

Data row(const Device& session, base::Instant now, const Zone& zone) {
  const auto agent = agent_of(session.agent);
  return {{"id", session.id},
          {"device", device(agent)},
          {"browser", std::string(agent.browser)},
          {"system", std::string(agent.system)},
          {"handheld", agent.handheld},
          {"address", session.address},
          {"opened", moment(session.opened_at, now, zone)},
          {"seen", moment(session.seen_at, now, zone)},
          {"current", session.current},
          {"remembered", session.remembered}};
}

}  // namespace

std::string Pages::render(const ProfilePage& page, const View& view) const {
  std::vector<Field> common;
  std::vector<Field> rare;
  for (const auto& field : page.fields) {
    (field.rare ? rare : common).push_back(field);
  }
  const bool open =
      std::ranges::any_of(rare, [](const Field& field) { return field.error.has_value(); });
  Data data{{"title", Words{"account.profile.title"}},
            {"action", page.form.action},
            {"hidden", hidden(page.form)},
            {"common", fields(common)},
            {"has_rare", !rare.empty()},
            {"rare", fields(rare)},
            {"rare_open", open},
            {"has_facts", !page.facts.empty()},
            {"facts", facts(page.facts)}};
  set_frame(data, page.frame, Tab::profile);
  return render("profile", std::move(data), view);
}

std::string Pages::render(const PasswordPage& page, const View& view) const {
  Data data{{"title", Words{"account.password.title"}},
            {"action", page.form.action},
            {"hidden", hidden(page.form)},
            {"has_password", page.has_password},
            {"shortest", static_cast<std::int64_t>(page.shortest)},
            {"current_error", or_none(page.current_error)},
            {"retry_after", page.retry_after},
            {"refused", refusal(page.refused)},
            {"again_error", or_none(page.again_error)}};
  set_frame(data, page.frame, Tab::password);
  return render("password", std::move(data), view);
}

std::string Pages::render(const SessionsPage& page, const View& view) const {
  List rows;
  for (const auto& session : page.sessions) {
    rows.push_back(row(session, page.now, brand().zone));
  }
  Data data{{"title", Words{"account.sessions.title"}},
            {"action", page.form.action},
            {"hidden", hidden(page.form)},
            {"sessions", std::move(rows)},
            {"others", page.sessions.size() > 1}};
  set_frame(data, page.frame, Tab::sessions);
  return render("sessions", std::move(data), view);
}

std::string Pages::render(const SetupPage& page, const View& view) const {
  return render("setup",
                {{"title", Words{"setup.title"}},
                 {"action", page.form.action},
                 {"hidden", hidden(page.form)},
                 {"fields", fields(page.fields)},
                 {"shortest", static_cast<std::int64_t>(page.shortest)},
                 {"refused", refusal(page.refused)},
                 {"again_error", or_none(page.again_error)},
                 {"trouble", or_none(page.trouble)}},
                view);
}

}  // namespace web
