// What tools/embed_assets.py puts into the program.
#pragma once

#include <span>
#include <string_view>

namespace web {

struct EmbeddedText {
  std::string_view name;  // "start", "parts/top"; "id", "en"
  std::string_view text;
};

struct EmbeddedFile {
  std::string_view name;  // "app.css"
  std::string_view path;  // "/assets/app.3f9a1c20de.css"
  std::string_view type;
  std::string_view identity;
  std::string_view gzip;    // empty: not worth it
  std::string_view brotli;  // empty: not worth it
  std::string_view etag;    // quoted, of the identity form
  bool immutable = false;   // the path names the content
};

std::span<const EmbeddedText> embedded_templates();
std::span<const EmbeddedText> embedded_locales();
std::span<const EmbeddedFile> embedded_files();

}  // namespace web
