#include "web/agent.h"

#include <gtest/gtest.h>

namespace {

struct Case {
  const char* user_agent;
  web::Agent agent;
};

// As browsers send them; the first five from the User-Agent page of MDN and the vendors' own pages.
constexpr Case kCases[] = {
    {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/131.0.0.0 Mobile Safari/537.36",
     {"Chrome", "Android", true}},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
     {"Firefox", "Windows", false}},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
     "Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
     {"Safari", "iPhone", true}},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/17.5 Safari/605.1.15",
     {"Safari", "Mac", false}},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
     {"Edge", "Windows", false}},
    {"Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like Gecko) "
     "SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
     {"Samsung Internet", "Android", true}},
    {"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "CriOS/126.0 Mobile/15E148 Safari/604.1",
     {"Chrome", "iPad", true}},
    {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
     "Safari/537.36 OPR/117.0.0.0",
     {"Opera", "Linux", false}},
    {"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/131.0.0.0 Safari/537.36",
     {"Chrome", "ChromeOS", false}},
    {"curl/8.5.0", {"curl", "", false}},
    {"Mozilla/5.0 (Windows NT 10.0)", {"", "Windows", false}},
    {"<script>alert(1)</script>", {"", "", false}},
    {"", {"", "", false}},
};

TEST(Agents, are_named_as_people_call_them) {
  for (const auto& [user_agent, agent] : kCases) {
    EXPECT_EQ(web::agent_of(user_agent), agent) << user_agent;
  }
}

}  // namespace
