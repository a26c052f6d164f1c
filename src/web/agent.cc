#include "web/agent.h"

#include <array>
#include <utility>

namespace web {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

// The first that occurs: browsers name those before them, to be served what those were.
constexpr std::array kBrowsers = {
    Row{"EdgA/", "Edge"},
    Row{"EdgiOS/", "Edge"},
    Row{"Edg/", "Edge"},
    Row{"OPR/", "Opera"},
    Row{"OPT/", "Opera"},
    Row{"SamsungBrowser/", "Samsung Internet"},
    Row{"UCBrowser/", "UC Browser"},
    Row{"MiuiBrowser/", "Mi Browser"},
    Row{"HeyTapBrowser/", "HeyTap Browser"},
    Row{"VivoBrowser/", "Vivo Browser"},
    Row{"YaBrowser/", "Yandex Browser"},
    Row{"Vivaldi/", "Vivaldi"},
    Row{"FxiOS/", "Firefox"},
    Row{"Focus/", "Firefox"},
    Row{"Firefox/", "Firefox"},
    Row{"DuckDuckGo/", "DuckDuckGo"},
    Row{"CriOS/", "Chrome"},
    Row{"HeadlessChrome/", "Chrome"},
    Row{"Chrome/", "Chrome"},
    Row{"Chromium/", "Chromium"},
    Row{"Safari/", "Safari"},
    Row{"curl/", "curl"},
};

constexpr std::array kSystems = {
    Row{"Windows Phone", "Windows Phone"},
    Row{"Windows", "Windows"},
    Row{"iPhone", "iPhone"},
    Row{"iPad", "iPad"},
    Row{"Android", "Android"},
    Row{"HarmonyOS", "HarmonyOS"},
    Row{"KAIOS", "KaiOS"},
    Row{"CrOS", "ChromeOS"},
    Row{"Macintosh", "Mac"},
    Row{"Linux", "Linux"},
};

template <std::size_t N>
std::string_view first_of(const std::array<Row, N>& rows, std::string_view text) {
  for (const auto& [mark, name] : rows) {
    if (text.contains(mark)) {
      return name;
    }
  }
  return {};
}

}  // namespace

Agent agent_of(std::string_view user_agent) {
  const auto system = first_of(kSystems, user_agent);
  return {.browser = first_of(kBrowsers, user_agent),
          .system = system,
          .handheld = user_agent.contains("Mobile") || system == "Android" || system == "iPhone" ||
                      system == "iPad"};
}

}  // namespace web
