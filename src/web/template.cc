#include "web/template.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace web {
namespace {

using Node = Templates::Node;
using Kind = Node::Kind;
using Slot = HtmlContext::Slot;

[[noreturn]] void fault(std::string_view what, std::string_view name) {
  throw std::logic_error(std::string(what).append(": ").append(name));
}

// Innermost last: an item of a list sees what is around the list.
using Scope = std::vector<const Data*>;

const Value& find(const Scope& scope, std::string_view name) {
  for (auto data = scope.rbegin(); data != scope.rend(); ++data) {
    if (const auto* value = (*data)->find(name)) {
      return *value;
    }
  }
  fault("no such value", name);
}

using Append = void (*)(std::string& out, std::string_view text);

void append_plain(std::string& out, std::string_view text) { out += text; }

struct Writer {
  std::string& out;
  const Locale& locale;
  Append append;

  void words(const Locale::Text* text, std::string_view key, const Scope& scope) {
    if (text == nullptr) {
      fault("no such text", key);
    }
    for (const auto& piece : *text) {
      if (piece.placeholder) {
        value(find(scope, piece.text), piece.text, scope);
      } else {
        append(out, piece.text);
      }
    }
  }

  void value(const Value& value, std::string_view name, const Scope& scope) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      append(out, *text);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
      append(out, std::to_string(*number));
    } else if (const auto* key = std::get_if<Words>(&value)) {
      words(locale.find(key->key), key->key, scope);
    } else if (const auto* url = std::get_if<Url>(&value)) {
      append(out, url->text());
    } else {
      fault("nothing that can be written", name);
    }
  }

  void nodes(const std::vector<Node>& nodes, Scope& scope) {
    for (const auto& node : nodes) {
      switch (node.kind) {
        case Kind::literal:
          out += node.text;
          break;
        case Kind::value: {
          const auto& found = find(scope, node.text);
          if (node.slot == Slot::url && !std::holds_alternative<Url>(found)) {
            fault("not a checked URL", node.text);
          }
          value(found, node.text, scope);
          break;
        }
        case Kind::words:
          words(locale.find(node.text), node.text, scope);
          break;
        case Kind::counted: {
          const auto* count = std::get_if<std::int64_t>(&find(scope, node.count));
          if (count == nullptr) {
            fault("not a number", node.count);
          }
          words(locale.find(node.text, *count), node.text, scope);
          break;
        }
        case Kind::section:
        case Kind::inverted:
          section(node, scope);
          break;
      }
    }
  }

  void section(const Node& node, Scope& scope) {
    const auto& value = find(scope, node.text);
    const auto* list = std::get_if<List>(&value);
    const auto* flag = std::get_if<bool>(&value);
    const auto* text = std::get_if<std::string>(&value);
    const bool there = !(list && list->empty()) && !(flag && !*flag) && !(text && text->empty());
    if (there != (node.kind == Kind::section)) {
      return;
    }
    if (list == nullptr || list->empty()) {
      nodes(node.body, scope);
      return;
    }
    for (const auto& item : *list) {
      scope.push_back(&item);
      nodes(node.body, scope);
      scope.pop_back();
    }
  }
};

bool has_texts(const std::vector<Node>& nodes, const Locale& locale, std::string& missing) {
  return std::all_of(nodes.begin(), nodes.end(), [&](const Node& node) {
    // One and two take every form that there is.
    const bool there =
        (node.kind != Kind::words || locale.find(node.text)) &&
        (node.kind != Kind::counted || (locale.find(node.text, 1) && locale.find(node.text, 2)));
    if (!there) {
      missing = node.text;
    }
    return there && has_texts(node.body, locale, missing);
  });
}

}  // namespace

base::Done Templates::check(const Locale& locale) const {
  for (const auto& [name, nodes] : pages_) {
    std::string missing;
    if (!has_texts(nodes, locale, missing)) {
      return base::reject(base::ErrorCode::internal, "", "",
                          "locale " + locale.language() + " lacks " + missing);
    }
  }
  return {};
}

std::string Templates::render(std::string_view page, const Data& data, const Locale& locale) const {
  const auto found = pages_.find(page);
  if (found == pages_.end()) {
    fault("no such page", page);
  }
  std::string out;
  out.reserve(8 * 1024);
  Scope scope{&data};
  Writer{out, locale, &append_escaped}.nodes(found->second, scope);
  return out;
}

std::string plain_text(const Locale& locale, Words words, const Data& data) {
  std::string out;
  Writer{out, locale, &append_plain}.words(locale.find(words.key), words.key, {&data});
  return out;
}

std::vector<std::string_view> Templates::pages() const {
  std::vector<std::string_view> names;
  for (const auto& [name, nodes] : pages_) {
    names.push_back(name);
  }
  return names;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\0':
        out += "\xEF\xBF\xBD";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace web
