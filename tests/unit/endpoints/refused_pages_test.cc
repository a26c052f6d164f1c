// The number on a page that refuses leads to a line of the log that says why.
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

using ::testing::AllOf;

class RefusedPages : public PeopleTest {
 protected:
  std::vector<std::string> told(const std::string& part) const {
    auto lines = told_lines_.lines();
    std::erase_if(lines, [&](const std::string& line) { return !line.contains(part); });
    return lines;
  }
};

TEST_F(RefusedPages, AZ6_lead_to_a_line_of_the_log_that_says_why) {
  const std::string client = registered_client();
  const std::string id = "client_id=" + client;
  const struct {
    std::string target;
    std::string clause;
    std::string who;
    std::string where;
  } cases[] = {{"/oauth/authorize?client_id=nobody&redirect_uri=https://b.example/cb?secret=1",
                "RFC6749-4.1.2.1", "nobody", "https://b.example/cb"},
               {"/oauth/authorize?" + id + "&redirect_uri=https://b.example/cb", "RFC6749-3.1.2.4",
                client, "https://b.example/cb"},
               {"/login?redirectUrl=https://c.example/cb%3Fsecret%3D1", "site.unknown", "",
                "https://c.example/cb"},
               {"/oauth/logout?" + id + "&post_logout_redirect_uri=https://d.example/?secret=1",
                "OIDCRPL-3", client, "https://d.example/"},
               {"/oauth/logout?id_token_hint=secret", "OIDCRPL-2", "", ""}};
  auto it = browser();
  for (const auto& [target, clause, who, where] : cases) {
    const auto before = told("request_refused").size();
    const auto page = it.get(target);
    EXPECT_EQ(page.status, 400) << target;
    EXPECT_THAT(page.body, HasSubstr("01m7y9wfy2e00b6t2e584nwxcc"));
    const auto lines = told("request_refused");
    ASSERT_EQ(lines.size(), before + 1) << target;
    EXPECT_THAT(lines.back(),
                AllOf(HasSubstr("01m7y9wfy2e00b6t2e584nwxcc"), HasSubstr('"' + clause + '"'),
                      HasSubstr('"' + who + '"'), HasSubstr('"' + where + '"'),
                      HasSubstr("192.0.2.7"), Not(HasSubstr("secret"))));
  }
}

TEST_F(RefusedPages, AZ6_say_to_who_builds_the_client_what_a_query_broke_that_nobody_can_read) {
  std::string many;
  for (int field = 0; field <= 100; ++field) {
    many += "&x" + std::to_string(field) + "=1";
  }
  auto it = browser();
  for (const std::string path : {"/oauth/authorize", "/oauth/logout"}) {
    for (const auto& query : {std::string("state=%zz"), std::string("state=%ff"), many}) {
      const auto page = it.get(path + "?" + query);
      EXPECT_EQ(page.status, 400) << path;
      EXPECT_THAT(page.body, HasSubstr("<code>WHATWG-URL-urlencoded</code>")) << path;
    }
  }
}

TEST_F(RefusedPages, that_name_no_clause_are_told_of_as_well) {
  auto it = browser();
  EXPECT_THAT(it.get("/oauth/consent/x").body, HasSubstr("01m7y9wfy2e00b6t2e584nwxcc"));
  ASSERT_EQ(told("request_refused").size(), 1U);
  EXPECT_THAT(told("request_refused").front(), HasSubstr("consent.unknown.title"));
}

}  // namespace
}  // namespace endpoints
