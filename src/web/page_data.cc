#include "web/page_data.h"

#include <array>
#include <chrono>
#include <string>
#include <tuple>
#include <utility>

namespace web {
namespace {

constexpr std::array<Words, 12> kMonths = {
    Words{"time.month.january"}, Words{"time.month.february"}, Words{"time.month.march"},
    Words{"time.month.april"},   Words{"time.month.may"},      Words{"time.month.june"},
    Words{"time.month.july"},    Words{"time.month.august"},   Words{"time.month.september"},
    Words{"time.month.october"}, Words{"time.month.november"}, Words{"time.month.december"}};

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

Value or_none(const std::optional<Url>& url) { return url ? Value(*url) : Value(false); }

Value or_none(const std::optional<Words>& words) { return words ? Value(*words) : Value(false); }

Value or_none(const std::optional<Link>& link) {
  return link ? Value(List{{{"text", link->text}, {"url", link->url}}}) : Value(false);
}

Value to_value(const Text& text) {
  return std::visit([](const auto& one) { return Value(one); }, text);
}

List hidden(const Form& form) {
  List list;
  for (const auto& field : form.hidden) {
    list.push_back({{"name", field.name}, {"value", field.value}});
  }
  return list;
}

List fields(const std::vector<Field>& fields) {
  List list;
  // Where people are to begin: at what is wrong.
  const Field* first = nullptr;
  for (const auto& field : fields) {
    if (field.error && first == nullptr) {
      first = &field;
    }
  }
  for (const auto& field : fields) {
    std::string described = field.error ? "error-" + field.name : "";
    if (field.hint) {
      described.append(described.empty() ? "" : " ").append("hint-").append(field.name);
    }
    list.push_back({{"name", field.name},
                    {"label", to_value(field.label)},
                    {"value", field.value},
                    {"error", or_none(field.error)},
                    {"hint", or_none(field.hint)},
                    {"described", std::move(described)},
                    {"line", field.shape == Field::Shape::line},
                    {"yes_or_no", field.shape == Field::Shape::yes_or_no},
                    {"yes", field.value == "true"},
                    {"no", field.value == "false"},
                    {"lines", field.shape == Field::Shape::lines},
                    {"type", field.type},
                    {"autocomplete", field.autocomplete},
                    {"required", field.required},
                    {"first", &field == first}});
  }
  return list;
}

List footer_links(const Brand& brand) {
  List list;
  const std::array<std::pair<const std::optional<Url>*, Words>, 3> kinds = {{
      {&brand.privacy, Words{"footer.privacy"}},
      {&brand.terms, Words{"footer.terms"}},
      {&brand.help, Words{"footer.help"}},
  }};
  for (const auto& [url, words] : kinds) {
    if (*url) {
      list.push_back({{"text", words}, {"url", **url}});
    }
  }
  return list;
}

void set_person(Data& data, const Person& person) {
  data.set("person", person.name.empty() ? person.handle : person.name);
  data.set("handle", person.name.empty() ? std::string() : person.handle);
}

void set_frame(Data& data, const AccountFrame& frame, Tab open) {
  const std::array<std::tuple<Tab, Words, const Url*>, 5> tabs = {{
      {Tab::profile, Words{"account.profile.tab"}, &frame.profile},
      {Tab::password, Words{"account.password.tab"}, &frame.password},
      {Tab::sessions, Words{"account.sessions.tab"}, &frame.sessions},
      {Tab::logins, Words{"account.logins.tab"}, &frame.logins},
      {Tab::applications, Words{"account.applications.tab"}, &frame.applications},
  }};
  List list;
  for (const auto& [tab, text, url] : tabs) {
    list.push_back({{"text", text}, {"url", *url}, {"open", tab == open}});
  }
  set_person(data, frame.person);
  data.set("tabs", std::move(list));
  data.set("logout", frame.logout);
  data.set("done", or_none(frame.done));
  data.set("trouble", or_none(frame.trouble));
}

Value refusal(const std::optional<PasswordRefusal>& refused) {
  if (!refused) {
    return false;
  }
  List hints;
  for (const auto& hint : refused->hints) {
    hints.push_back({{"hint", hint}});
  }
  return List{
      {{"reason", refused->reason}, {"has_hints", !hints.empty()}, {"hints", std::move(hints)}}};
}

List moment(base::Instant instant, base::Instant now, const Zone& zone) {
  using std::chrono::days;
  const auto local = instant + zone.offset;
  const auto day = std::chrono::floor<days>(local);
  const auto today = std::chrono::floor<days>(now + zone.offset);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  const auto said = day == today             ? Words{"time.today"}
                    : day == today - days(1) ? Words{"time.yesterday"}
                                             : Words{"time.date"};
  return {{{"said", said},
           {"iso", base::to_iso8601(instant)},
           {"day", std::int64_t{static_cast<unsigned>(date.day())}},
           {"month", kMonths.at(static_cast<unsigned>(date.month()) - 1)},
           {"year", std::int64_t{static_cast<int>(date.year())}},
           {"hour", two_digits(time.hours().count())},
           {"minute", two_digits(time.minutes().count())},
           {"zone", zone.name}}};
}

}  // namespace web
