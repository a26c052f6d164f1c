// What the client prefers: language, media type, coding. Work is bounded: a header beyond the limit
// is read as if it were not there (DS2).
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace http {

inline constexpr std::size_t kMaxPreferences = 32;

// RFC 9110, section 12.5.4. The first of `offered` is the default: no header, an unreadable one and
// one that names nothing on offer all mean it. "en-GB" is served by "en".
std::string_view negotiate_language(std::string_view header,
                                    std::span<const std::string_view> offered);

// Indonesian by default, English on request.
std::string_view negotiate_language(std::string_view header);

// True when a page is wanted rather than JSON: text/html stands before application/json. No header
// and "*/*" mean JSON, which is what programs send.
bool prefers_html(std::string_view accept);

// Weight of a content coding in thousandths; 0 when it is not acceptable. Without a header only
// identity is.
int coding_weight(std::string_view accept_encoding, std::string_view coding);

}  // namespace http
