#include <algorithm>
#include <utility>

#include "web/template.h"

namespace web {
namespace {

using Node = Templates::Node;
using Kind = Node::Kind;

constexpr std::size_t kMaxDepth = 8;
constexpr std::string_view kPart = "parts/";

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '/' ||
           c == '-';
  });
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \n");
  return first == std::string_view::npos
             ? std::string_view{}
             : text.substr(first, text.find_last_not_of(" \n") + 1 - first);
}

// The first word; the rest stays in `text`.
std::string_view take_word(std::string_view& text) {
  const auto word = text.substr(0, text.find(' '));
  text = trim(text.substr(word.size()));
  return word;
}

class Parser {
 public:
  Parser(std::span<const EmbeddedText> sources, const Templates::AssetPath& asset_path)
      : sources_(sources), asset_path_(asset_path) {}

  base::Result<std::vector<Node>> page(std::string_view name) {
    context_ = {};
    std::vector<Node> nodes;
    TRY(include(name, nodes, 0));
    return nodes;
  }

 private:
  struct Reading {
    std::string_view name;
    std::string_view rest;
    std::size_t depth = 0;
  };

  static std::unexpected<base::Error> refuse(const Reading& reading, std::string_view what) {
    return base::reject(base::ErrorCode::internal, "", "",
                        std::string(reading.name).append(".html: ").append(what));
  }

  base::Done include(std::string_view name, std::vector<Node>& out, std::size_t depth) {
    const auto source = std::find_if(sources_.begin(), sources_.end(),
                                     [&](const auto& text) { return text.name == name; });
    Reading reading{.name = name, .depth = depth};
    if (source == sources_.end()) {
      return refuse(reading, "is not there");
    }
    if (depth > kMaxDepth) {
      return refuse(reading, "includes itself");
    }
    if (!context_.in_text()) {
      return refuse(reading, "is included within a tag");
    }
    reading.rest = source->text;
    TRY(nodes(reading, out, {}));
    if (!context_.in_text()) {
      return refuse(reading, "ends within a tag");
    }
    return {};
  }

  // Until {{/closing}}, or the end when `closing` is empty.
  base::Done nodes(Reading& reading, std::vector<Node>& out, std::string_view closing) {
    while (!reading.rest.empty()) {
      const auto open = reading.rest.find("{{");
      TRY(literal(reading, out, reading.rest.substr(0, open)));
      if (open == std::string_view::npos) {
        break;
      }
      const auto close = reading.rest.find("}}");
      if (close == std::string_view::npos) {
        return refuse(reading, "a tag is not closed");
      }
      auto inside = reading.rest.substr(2, close - 2);
      reading.rest.remove_prefix(close + 2);
      if (inside.starts_with('/')) {
        if (closing.empty() || trim(inside.substr(1)) != closing) {
          return refuse(reading, "a section is closed that is not open");
        }
        return {};
      }
      TRY(tag(reading, out, inside));
    }
    return closing.empty() ? base::Done{} : refuse(reading, "a section is not closed");
  }

  base::Done literal(Reading& reading, std::vector<Node>& out, std::string_view text) {
    if (text.empty()) {
      return {};
    }
    if (const auto read = context_.read(text); !read) {
      return refuse(reading, read.error().detail);
    }
    out.push_back({.text = std::string(text)});
    reading.rest.remove_prefix(text.size());
    return {};
  }

  base::Done tag(Reading& reading, std::vector<Node>& out, std::string_view inside) {
    if (inside.starts_with('!')) {
      return {};
    }
    if (inside.starts_with('>')) {
      return include(trim(inside.substr(1)), out, reading.depth + 1);
    }
    if (inside.starts_with('#') || inside.starts_with('^')) {
      return section(reading, out, inside);
    }
    auto rest = inside;
    const auto first = take_word(rest);
    if (first == "asset") {
      return asset(reading, out, rest);
    }
    if (first == "t") {
      return fill(reading, out, {.kind = Kind::words, .text = std::string(rest)});
    }
    if (first == "n") {
      const auto key = take_word(rest);
      if (!is_name(rest)) {
        return refuse(reading, "nothing is counted");
      }
      return fill(reading, out,
                  {.kind = Kind::counted, .text = std::string(key), .count = std::string(rest)});
    }
    return fill(reading, out, {.kind = Kind::value, .text = std::string(inside)});
  }

  base::Done section(Reading& reading, std::vector<Node>& out, std::string_view inside) {
    Node node{.kind = inside[0] == '#' ? Kind::section : Kind::inverted,
              .text = std::string(trim(inside.substr(1)))};
    if (!is_name(node.text)) {
      return refuse(reading, "not a name: " + node.text);
    }
    const auto before = context_;
    TRY(nodes(reading, node.body, node.text));
    if (context_ != before) {
      return refuse(reading, "the section " + node.text + " does not end where it began");
    }
    out.push_back(std::move(node));
    return {};
  }

  base::Done fill(Reading& reading, std::vector<Node>& out, Node node) {
    if (!is_name(node.text)) {
      return refuse(reading, "not a name: " + node.text);
    }
    const auto slot = context_.fill();
    if (!slot) {
      return refuse(reading, slot.error().detail + ": " + node.text);
    }
    if (*slot == HtmlContext::Slot::url && node.kind != Kind::value) {
      return refuse(reading, "a text is no URL: " + node.text);
    }
    node.slot = *slot;
    out.push_back(std::move(node));
    return {};
  }

  base::Done asset(Reading& reading, std::vector<Node>& out, std::string_view name) {
    const auto path = asset_path_(name);
    const auto slot = context_.fill();
    if (!path || !slot || *slot != HtmlContext::Slot::url) {
      return refuse(reading, "no such asset, or not in the place of a URL: " + std::string(name));
    }
    out.push_back({.text = std::string(*path)});
    return {};
  }

  std::span<const EmbeddedText> sources_;
  const Templates::AssetPath& asset_path_;
  HtmlContext context_;
};

}  // namespace

base::Result<Templates> Templates::parse(std::span<const EmbeddedText> sources,
                                         const AssetPath& asset_path) {
  Templates templates;
  Parser parser(sources, asset_path);
  for (const auto& source : sources) {
    if (!source.name.starts_with(kPart)) {
      TRY_VAL(nodes, parser.page(source.name));
      templates.pages_.emplace(source.name, std::move(nodes));
    }
  }
  return templates;
}

}  // namespace web
