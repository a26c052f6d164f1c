#include "app/setting.h"

#include <algorithm>

#include "app/units.h"
#include "http/address.h"

namespace app {
namespace {

using Problem = std::optional<std::string>;

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};

std::string joined(const std::vector<std::string>& list, std::string_view between) {
  std::string out;
  for (const std::string& item : list) {
    out += (out.empty() ? "" : std::string(between)) + item;
  }
  return out;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto comma = text.find(',');
    std::string_view item = text.substr(0, comma);
    const auto first = item.find_first_not_of(' ');
    if (first != std::string_view::npos) {
      items.emplace_back(item.substr(first, item.find_last_not_of(' ') - first + 1));
    }
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return items;
}

Problem wrong(const SettingField& field, std::string_view got) {
  return fill("problem.value", {{"expected", expected(field)}, {"got", got}});
}

std::optional<ListenAddress> parse_listen(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) {
    host = host.substr(1, host.size() - 2);
  }
  const auto port = parse_number(text.substr(colon + 1));
  const auto address = http::Address::parse(host);
  if (!port || *port > 65535 || !address || host.contains(':') != bracketed) {
    return std::nullopt;
  }
  return ListenAddress{std::string(host), static_cast<std::uint16_t>(*port)};
}

// What a text becomes, field by field. A file's text and a variable's differ only for numbers,
// switches and lists, which the file has types for.
class FromText {
 public:
  FromText(const SettingField& field, Settings& settings, std::string_view text)
      : field_(field), settings_(settings), text_(text) {}

  Problem operator()(const TextField& field) const {
    std::string text(text_);
    if (field.check != nullptr && !text.empty()) {
      if (auto problem = field.check(text)) {
        return problem;
      }
    }
    field.place(settings_) = std::move(text);
    return std::nullopt;
  }
  Problem operator()(const ChoiceField& field) const {
    if (std::ranges::find(field.choices, text_) == field.choices.end()) {
      return wrong(field_, text_);
    }
    field.place(settings_) = text_;
    return std::nullopt;
  }
  Problem operator()(const PathField& field) const {
    if (text_.empty() || text_.contains('\0')) {
      return wrong(field_, text_);
    }
    field.place(settings_) = text_;
    return std::nullopt;
  }
  Problem operator()(const SecretField& field) const {
    base::Secret secret(text_);
    if (!secret.empty()) {
      if (auto problem = field.check(secret)) {
        return problem;
      }
    }
    field.place(settings_) = std::move(secret);
    return std::nullopt;
  }
  Problem operator()(const NumberField& field) const { return bounded(field, parse_number(text_)); }
  Problem operator()(const SizeField& field) const { return bounded(field, parse_size(text_)); }
  Problem operator()(const SpanField& field) const { return bounded(field, parse_span(text_)); }
  Problem operator()(const SwitchField& field) const {
    if (text_ != "true" && text_ != "false") {
      return wrong(field_, text_);
    }
    field.place(settings_) = text_ == "true";
    return std::nullopt;
  }
  Problem operator()(const ListField&) const { return assign(field_, settings_, split(text_)); }
  Problem operator()(const ListenField& field) const {
    auto listen = parse_listen(text_);
    if (!listen) {
      return wrong(field_, text_);
    }
    field.place(settings_) = *std::move(listen);
    return std::nullopt;
  }

 private:
  template <class Field, class Value>
  Problem bounded(const Field& field, std::optional<Value> value) const {
    if (!value || *value < field.least || *value > field.most) {
      return wrong(field_, text_);
    }
    field.place(settings_) = *value;
    return std::nullopt;
  }

  const SettingField& field_;
  Settings& settings_;
  std::string_view text_;
};

Problem assign_list(const SettingField& field, Settings& settings,
                    const std::vector<std::string>& items) {
  const auto* list = std::get_if<ListField>(&field);
  if (list == nullptr) {
    return wrong(field, fill("value.list"));
  }
  for (const std::string& item : items) {
    if (auto problem = list->check(item)) {
      return problem;
    }
  }
  list->place(settings) = items;
  return std::nullopt;
}

}  // namespace

std::string ListenAddress::text() const {
  const std::string host = address.contains(':') ? "[" + address + "]" : address;
  return host + ":" + std::to_string(port);
}

std::string Setting::environment_name() const {
  if (!variable.empty()) {
    return std::string(variable);
  }
  std::string name = "GAPURA_";
  for (const char letter : key) {
    name += letter == '.' ? '_' : static_cast<char>(letter >= 'a' ? letter - 'a' + 'A' : letter);
  }
  return name;
}

std::string Setting::flag() const {
  std::string name = "--";
  for (const char letter : key) {
    name += letter == '.' || letter == '_' ? '-' : letter;
  }
  return name;
}

Problem assign_text(const SettingField& field, Settings& settings, std::string_view text) {
  return std::visit(FromText(field, settings, text), field);
}

Problem assign(const SettingField& field, Settings& settings, const GivenValue& value) {
  return std::visit(
      Overloaded{[&](const std::string& text) -> Problem {
                   const bool typed = std::holds_alternative<NumberField>(field) ||
                                      std::holds_alternative<SwitchField>(field) ||
                                      std::holds_alternative<ListField>(field);
                   if (typed) {
                     return wrong(field, "\"" + text + "\"");
                   }
                   return assign_text(field, settings, text);
                 },
                 [&](std::int64_t number) -> Problem {
                   if (!std::holds_alternative<NumberField>(field)) {
                     return wrong(field, std::to_string(number));
                   }
                   return assign_text(field, settings, std::to_string(number));
                 },
                 [&](bool on) -> Problem {
                   const std::string_view text = on ? "true" : "false";
                   if (!std::holds_alternative<SwitchField>(field)) {
                     return wrong(field, text);
                   }
                   return assign_text(field, settings, text);
                 },
                 [&](const std::vector<std::string>& items) -> Problem {
                   return assign_list(field, settings, items);
                 },
                 [&](const OtherValue& other) -> Problem { return wrong(field, other.type); }},
      value);
}

base::json::value shown(const Setting& setting, Settings& settings) {
  const auto text = [&](std::string value) {
    return base::json::value(setting.mask == nullptr ? std::move(value) : setting.mask(value));
  };
  return std::visit(
      Overloaded{[&](const TextField& field) { return text(field.place(settings)); },
                 [&](const ChoiceField& field) { return text(field.place(settings)); },
                 [&](const PathField& field) { return text(field.place(settings).string()); },
                 [&](const SecretField& field) {
                   return text(field.place(settings).empty() ? "" : fill("value.hidden"));
                 },
                 [&](const NumberField& field) { return base::json::value(field.place(settings)); },
                 [&](const SizeField& field) { return text(size_text(field.place(settings))); },
                 [&](const SpanField& field) { return text(span_text(field.place(settings))); },
                 [&](const SwitchField& field) { return base::json::value(field.place(settings)); },
                 [&](const ListField& field) {
                   base::json::array items;
                   for (const std::string& item : field.place(settings)) {
                     items.emplace_back(item);
                   }
                   return base::json::value(std::move(items));
                 },
                 [&](const ListenField& field) { return text(field.place(settings).text()); }},
      setting.field);
}

std::string expected(const SettingField& field) {
  const auto range = [](Words words, std::string_view least, std::string_view most) {
    return fill(words, {{"least", least}, {"most", most}});
  };
  return std::visit(
      Overloaded{[](const TextField&) { return fill("value.text"); },
                 [](const ChoiceField& field) {
                   std::vector<std::string> choices(field.choices.begin(), field.choices.end());
                   return fill("value.choice", {{"choices", joined(choices, ", ")}});
                 },
                 [](const PathField&) { return fill("value.path"); },
                 [](const SecretField&) { return fill("value.secret"); },
                 [&](const NumberField& field) {
                   return range("value.number", std::to_string(field.least),
                                std::to_string(field.most));
                 },
                 [&](const SizeField& field) {
                   return range("value.size", size_text(field.least), size_text(field.most));
                 },
                 [&](const SpanField& field) {
                   return range("value.span", span_text(field.least), span_text(field.most));
                 },
                 [](const SwitchField&) { return fill("value.switch"); },
                 [](const ListField&) { return fill("value.list"); },
                 [](const ListenField&) { return fill("value.listen"); }},
      field);
}

}  // namespace app
