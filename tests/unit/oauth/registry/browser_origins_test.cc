#include "oauth/registry/browser_origins.h"

#include "tests/unit/oauth/oauth_house.h"

namespace oauth {
namespace {

TEST(OriginOf, a_redirect_uri_is_what_a_browser_writes_CK8) {
  const struct {
    const char* uri;
    std::optional<std::string> origin;
  } cases[] = {
      {"https://app.example/cb", "https://app.example"},
      {"https://app.example:8443/cb?x=1", "https://app.example:8443"},
      {"https://app.example:443/cb", "https://app.example"},
      {"https://app.example", "https://app.example"},
      {"https://app.example?x=/", "https://app.example"},
      {"http://localhost:5173/cb", "http://localhost:5173"},
      {"http://localhost/cb", "http://localhost"},
      {"http://localhost.evil.example/cb", std::nullopt},
      {"http://app.example/cb", std::nullopt},
      {"http://127.0.0.1/cb", std::nullopt},
      {"com.example.app:/cb", std::nullopt},
      {"https://", std::nullopt},
      {"null", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& [uri, origin] : cases) {
    EXPECT_EQ(origin_of(uri), origin) << uri;
  }
}

class Browsers : public OauthHouse {
 protected:
  ClientWithSecret add(const char* uri, bool is_public) {
    return add_client(
        {.name = "SPA", .redirect_uris = {uri}, .scopes = {"openid"}, .is_public = is_public});
  }
  BrowserOrigins origins_{client_rows_, clock_};
};

TEST_F(Browsers, are_those_of_public_clients_that_are_enabled_CK8) {
  const auto spa = add("https://spa.example/cb", true);
  add("https://server.example/cb", false);
  EXPECT_TRUE(origins_.holds("https://spa.example").value());
  EXPECT_TRUE(origins_.held("https://spa.example"));
  for (const auto* other :
       {"https://server.example", "https://spa.example.evil.example", "https://evil-spa.example",
        "http://spa.example", "null", "", "https://SPA.example", "https://spa.example/", "*"}) {
    EXPECT_FALSE(origins_.holds(other).value()) << other;
  }
  clients_.set(act_, spa.client.id, {.enabled = false}).value();
  clock_.advance(base::kRecent);
  EXPECT_TRUE(origins_.held("https://spa.example")) << "by what is remembered";
  EXPECT_FALSE(origins_.holds("https://spa.example").value());
  EXPECT_FALSE(origins_.held("https://spa.example"));
}

TEST_F(Browsers, are_remembered_for_half_a_second) {
  EXPECT_FALSE(origins_.holds("https://spa.example").value());
  add("https://spa.example/cb", true);
  clock_.advance(base::kRecent - std::chrono::microseconds(1));
  EXPECT_FALSE(origins_.holds("https://spa.example").value());
  clock_.advance(std::chrono::microseconds(1));
  EXPECT_TRUE(origins_.holds("https://spa.example").value());
}

}  // namespace
}  // namespace oauth
