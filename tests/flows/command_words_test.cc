// What the command line says to whoever got a command wrong: which option it is about, and what
// that takes.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gapura.h"

namespace {

using support::EngineKind;
using testing::AllOf;
using testing::HasSubstr;

struct Slip {
  std::vector<std::string> arguments;
  std::vector<std::string> words;
  std::string typed = {};
};

TEST(CommandWords, name_the_option_and_what_it_takes) {
  const support::Installation installation{EngineKind::sqlite};
  ASSERT_EQ(installation.run({"migrate"}).code, 0);
  installation.json({"user", "add", "--username", "ani"});
  const std::vector<std::string> google{"provider", "add", "--name", "google"};
  const auto with = [](std::vector<std::string> arguments, const std::vector<std::string>& more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  };
  const std::vector<Slip> slips{
      {google, {"--client-id: "}},
      {with(google, {"--client-id", "c"}), {"--client-secret-stdin: "}},
      {with(google, {"--client-id", "c", "--client-secret-stdin"}),
       {"--client-secret-stdin: nothing came on standard input"}},
      {with(google, {"--preset", "nope"}), {"--preset: ", "nope", "google, gapura"}},
      {with(google, {"--position", "x"}), {"--position: x is not a whole number"}},
      {with(google, {"--kind", "saml"}), {"--kind: must be oidc or oauth2, not saml"}},
      {with(google, {"--auth-method", "x"}), {"--auth-method: must be", "private_key_jwt"}},
      {with(google, {"--client-id", "c", "--client-secret-stdin", "--map", "foo=bar"}),
       {"--map: ", "foo", "nip"},
       "rahasia\n"},
      {{"provider", "add", "--name", "lain", "--preset", "gapura", "--client-id", "c",
        "--client-secret-stdin"},
       {"--issuer: "},
       "rahasia\n"},
      {{"provider", "show", "nope"}, {"nope", "gapura provider list"}},
      {{"provider", "set", "nope", "--disable"}, {"nope", "gapura provider list"}},
      {{"provider", "test", "nope"}, {"nope", "gapura provider list"}},
      {{"site", "add", "--redirect-url", "https://a.example/cb"}, {"--name: is needed"}},
      {{"site", "add", "--name", "A"}, {"--redirect-url: is needed"}},
      {{"client", "add", "--redirect-uri", "https://a.example/cb"}, {"--name: is needed"}},
      {{"client", "add", "--name", "A", "--auth-method", "none"}, {"--auth-method: ", "--public"}},
      {{"client", "add", "--name", "A", "--redirect-uri", "https://a.example/cb", "--accent",
        "red"},
       {"--accent: \"red\" is not a colour"}},
      {{"client", "add", "--name", "A", "--redirect-uri", "https://a.example/cb", "--accent",
        "#0e5a52", "--accent-dark", "red"},
       {"--accent-dark: "}},
      {{"site", "add", "--name", "A", "--redirect-url", "https://a.example/cb", "--login-text-en",
        "a\nb"},
       {"--login-text-en: "}},
      {{"site", "add", "--name", "A", "--redirect-url", "https://a.example/cb", "--help-url", "x"},
       {"--help-url: x: "}},
      {{"client", "set", "00000000000000000000000001"},
       {"Nothing to change", "`gapura client set --help`"}},
      {{"site", "set", "00000000000000000000000001"},
       {"Nothing to change", "`gapura site set --help`"}},
      {{"provider", "set", "google"}, {"Nothing to change"}},
      {{"user", "grant", "ani", "owner"}, {"GRANT: must be administrator, not owner"}},
      {{"client", "add", "--name", "A"}, {"--redirect-uri: "}},
      {{"client", "add", "--name", "A", "--profile", "nope"},
       {"--profile: must be sso or oidc, not nope"}},
      {{"client", "add", "--name", "A", "--access-token", "nope"},
       {"--access-token: must be jwt or opaque, not nope"}},
      {{"client", "add", "--name", "A", "--id-token-alg", "nope"},
       {"--id-token-alg: must be", "keys.algorithms"}},
      {{"client", "add", "--name", "A", "--id-token-alg", "PS256"},
       {"--id-token-alg: ", "PS256", "ES256, RS256, EdDSA", "GAPURA_KEYS_ALGORITHMS"}},
      {{"client", "add", "--name", "A", "--jwks", "/nope"}, {"--jwks: /nope cannot be read"}},
      {{"client", "show", "00000000000000000000000001"}, {"gapura client list"}},
      {{"attribute", "delete", "nope"}, {"nope", "gapura attribute list"}},
      {{"user", "add", "--username", "a", "--email", "nope"}, {"--email: must be"}},
      {{"user", "add", "--username", "a", "--password-stdin"},
       {"--password-stdin: this password is refused"},
       "soto\n"},
      {{"client", "ad"},
       {"there is no command client ad; did you mean client add?", "`gapura client --help`"}},
      {{"clinet"}, {"there is no command clinet; did you mean client?", "`gapura --help`"}},
      {{"user", "add", "--emial", "x"},
       {"there is no option --emial here; did you mean --email?", "`gapura user add --help`"}},
      {{"user", "set", "ani", "--name=x"},
       {"there is no option --name here", "email=ani@contoh.example", "`gapura user set --help`"}},
      {{"serve", "--port", "1"}, {"there is no option --port here\n", "`gapura serve --help`"}},
      {{"user", "show", "ani", "budi"}, {"budi is not expected here", "`gapura user show --help`"}},
      {{"user", "show"}, {"WHO is required", "`gapura user show --help`"}},
      {{"client", "add", "--name", "A", "--name", "B"}, {"--name is given once"}},
      {{"client", "add", "--name"}, {"--name: a value is missing"}},
      {{"client", "add", "--public=false"}, {"--public takes no value"}},
      {{"user", "set", "ani", "emial=x"}, {"emial: there is no such field; did you mean email?"}},
      {{"user", "set", "ani", "phone=1"},
       {"phone: there is no such field, but username, ", "no_hp"}},
      {{"help", "client", "ad"}, {"did you mean client add?", "`gapura client --help`"}},
      {{"site"}, {"site add, site list", "`gapura site --help`"}},
      {{}, {"serve, ", "user, ", "`gapura --help`"}}};
  for (const Slip& slip : slips) {
    const auto outcome = installation.run(slip.arguments, {}, slip.typed);
    const auto shown = testing::PrintToString(slip.arguments);
    EXPECT_NE(outcome.code, 0) << shown;
    EXPECT_EQ(outcome.out, "") << shown;
    for (const auto& words : slip.words) {
      EXPECT_THAT(outcome.err, HasSubstr(words)) << shown;
    }
  }
}

TEST(CommandWords, help_is_a_command_as_well_as_an_option) {
  const support::Installation installation{EngineKind::sqlite};
  const std::vector<std::vector<std::string>> ways{{}, {"client"}, {"client", "add"}, {"serve"}};
  for (const auto& way : ways) {
    auto asked = way;
    asked.emplace_back("--help");
    auto told = way;
    told.insert(told.begin(), "help");
    const auto by_option = installation.run(asked);
    const auto by_command = installation.run(told);
    EXPECT_EQ(by_command.code, 0) << by_command.err;
    EXPECT_EQ(by_command.out, by_option.out) << testing::PrintToString(way);
  }
}

TEST(CommandWords, a_client_without_a_scope_has_one_that_lets_people_in) {
  const support::Installation installation{EngineKind::sqlite};
  ASSERT_EQ(installation.run({"migrate"}).code, 0);
  const auto added = [&](const std::vector<std::string>& more) {
    std::vector<std::string> all{
        "client", "add", "--name", "A", "--redirect-uri", "https://a.example/cb"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  EXPECT_THAT(installation.run(added({})).out, HasSubstr("It may ask for the scope openid and"));
  EXPECT_THAT(installation.run(added({"--profile", "sso"})).out, HasSubstr("the scope view-user"));
  EXPECT_THAT(installation.run(added({"--scope", "openid"})).out,
              testing::Not(HasSubstr("It may ask")));
}

TEST(CommandWords, an_unknown_scope_is_refused_with_those_there_are) {
  const support::Installation installation{EngineKind::sqlite};
  ASSERT_EQ(installation.run({"migrate"}).code, 0);
  const std::vector<std::string> add{
      "client", "add",    "--name", "A", "--redirect-uri", "https://a.example/cb",
      "--json", "--scope"};
  const auto scope = [&](const std::string& text, const std::vector<std::string>& more = {}) {
    auto arguments = add;
    arguments.push_back(text);
    arguments.insert(arguments.end(), more.begin(), more.end());
    return installation.run(arguments);
  };
  const auto refused = scope("openid view-usr");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("--scope: "), HasSubstr("view-usr"),
                                 HasSubstr("offline_access, view-user")));
  EXPECT_EQ(scope("api", {"--client-credentials"}).code, 0) << "what it asks for itself is its own";
  EXPECT_EQ(scope("arsip").code, 2);
  std::ofstream(installation.folder() / "gapura.toml")
      << "[scope.arsip]\ntitle_id = \"Arsip surat\"\n";
  const auto made = scope("openid arsip");
  ASSERT_EQ(made.code, 0) << made.err;
  const std::string id(base::parse_json_object(made.out).value().at("client_id").as_string());
  EXPECT_EQ(installation.run({"client", "set", id, "--scope", "nosuch"}).code, 2);
  EXPECT_EQ(installation.run({"client", "set", id, "--scope", "openid"}).code, 0);
}

}  // namespace
