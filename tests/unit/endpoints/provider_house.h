// The endpoints with a provider named google, which is pretended, and browsers that log in by it.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/endpoints/people.h"

namespace endpoints {

class ProviderHouse : public PeopleTest {
 protected:
  using Account = base::json::object;

  explicit ProviderHouse(CookieWords cookies = {})
      : PeopleTest("https://id.example", std::move(cookies)) {
    add_provider("google");
  }

  void add_provider(const std::string& name, federation::Wishes wishes = {}) {
    wishes.issuer = federation_.upstream.issuer;
    wishes.client_id = "us";
    wishes.secret = base::Secret(federation_.upstream.client_secret);
    const auto added = federation_.providers.add(act_, {.name = name, .wishes = std::move(wishes)});
    ASSERT_TRUE(added) << added.error().description;
  }
  void change_provider(const federation::Wishes& wishes) {
    ASSERT_TRUE(federation_.providers.set(act_, "google", wishes));
  }

  static Account account(const std::string& sub, const std::string& username) {
    return {{"sub", sub},          {"preferred_username", username},   {"name", "Ani Lestari"},
            {"given_name", "Ani"}, {"email", username + "@mail.test"}, {"email_verified", true}};
  }
  static Account ani() { return account("s1", "ani"); }

  // Of the provider's button on a login page.
  static std::string link_in(const Page& page, const std::string& provider = "google") {
    const auto end = page.body.find("/with/" + provider + "\"");
    if (end == std::string::npos) {
      ADD_FAILURE() << "no button for " << provider << " in " << page.body;
      return "/";
    }
    const auto start = page.body.rfind('"', end) + 1;
    return page.body.substr(start, end - start) + "/with/" + provider;
  }
  // The name of the cookie by which the login of that id comes back.
  static std::string journey(const std::string& id) {
    return "gapura_login_" + std::to_string(base::id_from_text(id)->back() % 64);
  }
  // The answer that sends the browser away.
  Page away(Browser& it) { return it.get(link_in(it.get("/login"))); }
  Page log_in(Browser& it, const Account& as) {
    const auto sent = away(it);
    EXPECT_EQ(sent.status, 303);
    return it.get(federation_.upstream.come_back(sent.location(), as));
  }

  identity::users::UserId user_in(const Browser& it) {
    return entered(base::Secret(*it.cookie("gapura_session")))->session().user;
  }

  static void expect_refused(const Browser& it, const Page& page, int status) {
    EXPECT_EQ(page.status, status) << page.body;
    EXPECT_FALSE(it.cookie("gapura_session"));
  }

  // Why logins by a provider were refused, as the trail has it.
  std::vector<std::string> reasons() {
    std::vector<std::string> reasons;
    for (const auto& [chain, entries] : trail_.chains()) {
      for (const auto& entry : entries) {
        if (entry.event.type == "federation.refused") {
          reasons.push_back(entry.event.reason);
        }
      }
    }
    return reasons;
  }
};

}  // namespace endpoints
