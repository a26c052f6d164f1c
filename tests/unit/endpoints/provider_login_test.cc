// Logins by a provider, honest and otherwise, through the login page and back.
#include "jose/mac.h"
#include "tests/unit/endpoints/provider_house.h"

namespace endpoints {
namespace {

using ProviderLogin = ProviderHouse;

TEST_F(ProviderLogin, makes_the_person_at_the_first_login_and_knows_them_at_the_next) {
  auto it = browser();
  const auto page = log_in(it, ani());
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.location(), "/account");
  ASSERT_TRUE(it.cookie("gapura_session"));
  const auto user = users_.find("ani").value();
  EXPECT_EQ(user.name, "Ani Lestari");
  EXPECT_EQ(user.email, "ani@mail.test");
  EXPECT_TRUE(user.email_verified_at);
  EXPECT_EQ(user.claims.given_name, "Ani");

  clock_.advance(std::chrono::hours(1));
  auto again = browser();
  auto changed = account("s1", "ani.baru");
  changed["name"] = "Ani Baru";
  EXPECT_EQ(log_in(again, changed).status, 303);
  auto expected = user;
  expected.last_login_at = clock_.now();
  EXPECT_EQ(to_json(users_.show(user.id).value()), to_json(expected)) << "and nothing else";
  EXPECT_EQ(count("user.added"), 1U);
  EXPECT_EQ(count("identity.linked"), 1U);
  EXPECT_EQ(count("session.opened"), 2U);
}

TEST_F(ProviderLogin, is_remembered_where_the_box_of_the_page_was_ticked) {
  for (const bool ticked : {false, true}) {
    auto it = browser();
    const auto sent = it.get(link_in(it.get("/login")) + (ticked ? "?remember=1" : ""));
    const auto page = it.get(federation_.upstream.come_back(sent.location(), ani()));
    EXPECT_EQ(page.status, 303);
    EXPECT_EQ(page.set_cookie("gapura_session").contains("Expires="), ticked);
  }
}

TEST_F(ProviderLogin, offers_those_that_are_open_in_their_order) {
  add_provider("second");
  add_provider("first", {.title = "Pertama", .position = 0});
  add_provider("closed", {.enabled = false});
  auto it = browser();
  const auto page = it.get("/login");
  const auto first = page.body.find("/with/first\"");
  const auto google = page.body.find("/with/google\"");
  const auto second = page.body.find("/with/second\"");
  EXPECT_LT(first, google);
  EXPECT_LT(google, second);
  EXPECT_NE(second, std::string::npos);
  EXPECT_TRUE(page.says("Masuk dengan Pertama"));
  EXPECT_FALSE(page.says("/with/closed"));
}

TEST_F(ProviderLogin, asks_with_PKCE_state_and_nonce_for_the_very_callback_RFC9700) {
  auto it = browser();
  auto asked = support::fields_in(away(it).location());
  EXPECT_EQ(asked["response_type"], "code");
  EXPECT_EQ(asked["client_id"], "us");
  EXPECT_EQ(asked["redirect_uri"], "https://id.example/auth/google/callback");
  EXPECT_EQ(asked["scope"], "openid email profile");
  EXPECT_EQ(asked["code_challenge_method"], "S256");
  EXPECT_EQ(asked["code_challenge"].size(), 43U);
  EXPECT_EQ(asked["nonce"].size(), 43U);
  EXPECT_GE(asked["state"].size(), 43U);
  auto other = browser();
  auto others = support::fields_in(away(other).location());
  for (const auto* name : {"state", "nonce", "code_challenge"}) {
    EXPECT_NE(asked[name], others[name]) << name;
  }
}

TEST_F(ProviderLogin, takes_what_only_userinfo_says_and_of_the_same_person_alone_OIDC_5_3_2) {
  federation_.upstream.claims_at_userinfo = true;
  auto it = browser();
  EXPECT_EQ(log_in(it, ani()).status, 303);
  EXPECT_EQ(users_.find("ani").value().email, "ani@mail.test");

  federation_.upstream.bend_reply = [](const auto& question, auto& reply) {
    if (question.url.ends_with("/userinfo")) {
      reply.body = R"({"sub":"somebody-else","email":"x@mail.test"})";
    }
  };
  auto other = browser();
  expect_refused(other, log_in(other, account("s2", "budi")), 403);
  EXPECT_EQ(reasons(), std::vector<std::string>{"login_failed: userinfo is about somebody else"});
}

TEST_F(ProviderLogin, an_OAuth_server_says_who_it_is_where_it_is_configured_to_RFC6749_5_1) {
  auto& upstream = federation_.upstream;
  federation::Mapping mapping;
  mapping["sub"] = "id";
  mapping["name"] = "nama";
  ASSERT_TRUE(federation_.providers.add(
      act_, {.name = "kota",
             .kind = federation::Kind::oauth2,
             .wishes = {.client_id = "us",
                        .secret = base::Secret(upstream.client_secret),
                        .authorize_url = upstream.issuer + "/authorize?x=1",
                        .token_url = upstream.issuer + "/token",
                        .userinfo_url = upstream.issuer + "/userinfo",
                        .mapping = mapping}}));
  upstream.names_itself = false;
  const auto come = [&](const base::json::object& as) {
    auto it = browser();
    const auto sent = it.get(link_in(it.get("/login"), "kota"));
    EXPECT_TRUE(sent.location().starts_with("https://accounts.test/authorize?x=1&response_type="));
    EXPECT_FALSE(sent.location().contains("nonce="));
    const auto page = it.get(upstream.come_back(sent.location(), as));
    EXPECT_EQ(it.cookie("gapura_session").has_value(), page.status == 303);
    return page.status;
  };
  EXPECT_EQ(come({{"sub", "unused"}, {"id", 41}, {"nama", "Siti"}, {"email", "siti@mail.test"}}),
            303);
  EXPECT_EQ(users_.find("siti").value().name, "Siti");
  // What it calls itself says nothing (RFC 9207, section 4).
  upstream.names_itself = true;
  EXPECT_EQ(come({{"sub", "unused"}, {"id", 41}}), 303);
  EXPECT_EQ(count("user.added"), 1U);
  EXPECT_EQ(come({{"sub", "s"}}), 403);
  EXPECT_EQ(come({{"sub", "s"}, {"id", nullptr}}), 403);
  upstream.bend_reply = [](const auto& question, auto& reply) {
    if (question.url.ends_with("/token")) {
      reply.body = R"({"token_type":"Bearer"})";
    }
  };
  EXPECT_EQ(come({{"sub", "unused"}, {"id", 41}}), 403);
}

TEST_F(ProviderLogin, finds_a_username_that_nobody_has) {
  add({{"username", "ani"}});
  auto first = browser();
  EXPECT_EQ(log_in(first, ani()).status, 303);
  EXPECT_EQ(users_.find("ani2").value().email, "ani@mail.test");
  auto nameless = browser();
  EXPECT_EQ(log_in(nameless, {{"sub", "s9"}, {"name", "日本"}}).status, 303);
  EXPECT_TRUE(nameless.cookie("gapura_session"));
}

TEST_F(ProviderLogin, makes_nobody_where_the_provider_signs_nobody_up) {
  change_provider({.signup = false});
  auto it = browser();
  expect_refused(it, log_in(it, ani()), 403);
  EXPECT_EQ(count("user.added"), 0U);
}

TEST_F(ProviderLogin, saying_no_over_there_leads_back_to_the_login_page) {
  auto it = browser();
  const auto page = it.get("/login");
  const auto sent = it.get(link_in(page));
  const auto state = support::fields_in(sent.location())["state"];
  const auto back = it.get("/auth/google/callback?error=access_denied&state=" + state);
  EXPECT_EQ(back.status, 303);
  EXPECT_TRUE(back.location().starts_with("/login/"));
  EXPECT_EQ(it.follow(back).status, 200);
}

TEST_F(ProviderLogin, a_known_person_who_shows_anew_who_they_are_is_no_other_account) {
  auto it = browser();
  log_in(it, ani());
  identity::login::Wish wish{.door = "account"};
  wish.asked.log_in = true;
  auto live = entered(base::Secret(*it.cookie("gapura_session")));
  const auto begun = std::get<identity::login::Begun>(logins_.begin(wish, &*live).value());
  const std::string path = "/login/" + begun.id.text();
  it.set_cookie("gapura_login", std::string(begun.cookie.reveal_text()), path);
  const auto sent = it.get(path + "/with/google");
  EXPECT_EQ(support::fields_in(sent.location())["prompt"], "select_account");
  const auto page = it.get(federation_.upstream.come_back(sent.location(), account("s2", "budi")));
  EXPECT_EQ(page.status, 403);
  EXPECT_EQ(count("user.added"), 1U);
}

TEST_F(ProviderLogin, FD4_who_is_to_show_anew_who_they_are_has_done_so_lately_OIDC_3_1_3_7) {
  add_provider("kantor");
  auto it = browser();
  log_in(it, ani());
  const auto come = [&] {
    identity::login::Wish wish{.door = "account"};
    wish.asked.log_in = true;
    auto live = entered(base::Secret(*it.cookie("gapura_session")));
    const auto begun = std::get<identity::login::Begun>(logins_.begin(wish, &*live).value());
    const std::string path = "/login/" + begun.id.text();
    it.set_cookie("gapura_login", std::string(begun.cookie.reveal_text()), path);
    const auto sent = it.get(path + "/with/kantor");
    auto asked = support::fields_in(sent.location());
    EXPECT_EQ(asked["prompt"], "login");
    EXPECT_EQ(asked["max_age"], "60");
    return it.get(federation_.upstream.come_back(sent.location(), ani())).status;
  };
  EXPECT_EQ(come(), 403) << "it does not say when";
  const auto says = [&](std::chrono::seconds ago) {
    federation_.upstream.bend_claims = [this, ago](base::json::object& claims) {
      claims["auth_time"] = base::to_seconds(clock_.now() - ago);
    };
  };
  says(std::chrono::hours(2));
  EXPECT_EQ(come(), 403);
  says(std::chrono::seconds(5));
  EXPECT_EQ(come(), 303);
}

TEST_F(ProviderLogin, FD4_coming_back_from_where_nobody_is_asked_anew_is_no_proof_of_now) {
  auto it = browser();
  log_in(it, ani());
  identity::login::Wish by_prompt{.door = "account"};
  by_prompt.asked.log_in = true;
  identity::login::Wish by_age{.door = "account"};
  by_age.asked.max_age = std::chrono::seconds(1);
  for (const bool has_password : {false, true}) {
    if (has_password) {
      set_password(users_.find("ani").value(), kPassword);
    }
    for (const auto& wish : {by_prompt, by_age}) {
      // Who it is is known beforehand, or when they have come back.
      for (const bool known : {false, true}) {
        SCOPED_TRACE(has_password ? (known ? "known" : "unknown") : "without a password");
        it = browser();
        log_in(it, ani());
        clock_.advance(std::chrono::seconds(2));
        auto live = entered(base::Secret(*it.cookie("gapura_session")));
        const auto begun =
            std::get<identity::login::Begun>(logins_.begin(wish, known ? &*live : nullptr).value());
        const std::string path = "/login/" + begun.id.text();
        it.set_cookie("gapura_login", std::string(begun.cookie.reveal_text()), path);
        if (!known) {
          it.forget_cookies("gapura_session");
        }
        EXPECT_EQ(it.get(path).says("/with/google"), !has_password || !known);
        const auto sent = it.get(path + "/with/google");
        const auto page = it.get(federation_.upstream.come_back(sent.location(), ani()));
        EXPECT_EQ(page.status, has_password ? 403 : 303);
        EXPECT_EQ(page.says("Kata sandi Anda diperlukan"), has_password);
        if (has_password) {
          const auto typed_in =
              known ? support::Fields{{"password", kPassword}} : typed("ani", kPassword);
          EXPECT_EQ(it.submit(it.get(path), typed_in).status, 303);
        }
      }
    }
  }
}

TEST_F(ProviderLogin, a_look_ahead_takes_nothing) {
  auto it = browser();
  const auto sent = away(it);
  const auto back = federation_.upstream.come_back(sent.location(), ani());
  auto ahead = it;
  ahead.say("Sec-Purpose", "prefetch");
  EXPECT_EQ(ahead.get(back).status, 204);
  EXPECT_EQ(it.get(back).status, 303);
}

struct Lie {
  const char* name;
  void (*tell)(base::json::object& claims);
};

class Lies_FD1 : public ProviderHouse, public testing::WithParamInterface<Lie> {};

TEST_P(Lies_FD1, in_an_id_token_are_refused_OIDC_3_1_3_7) {
  federation_.upstream.bend_claims = GetParam().tell;
  auto it = browser();
  expect_refused(it, log_in(it, ani()), 403);
  EXPECT_EQ(count("user.added"), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    , Lies_FD1,
    testing::Values(
        Lie{"another_audience", [](auto& claims) { claims["aud"] = "them"; }},
        Lie{"an_audience_that_only_begins_so", [](auto& claims) { claims["aud"] = "us2"; }},
        Lie{"several_audiences_and_no_azp",
            [](auto& claims) { claims["aud"] = base::json::array{"us", "them"}; }},
        Lie{"several_audiences_and_anothers_azp",
            [](auto& claims) {
              claims["aud"] = base::json::array{"us", "them"};
              claims["azp"] = "them";
            }},
        Lie{"one_audience_and_anothers_azp", [](auto& claims) { claims["azp"] = "them"; }},
        Lie{"an_azp_that_is_no_text", [](auto& claims) { claims["azp"] = 7; }},
        Lie{"another_issuer", [](auto& claims) { claims["iss"] = "https://evil.test"; }},
        Lie{"the_issuer_with_a_slash",
            [](auto& claims) { claims["iss"] = "https://accounts.test/"; }},
        Lie{"the_issuer_without_its_scheme", [](auto& claims) { claims["iss"] = "accounts.test"; }},
        Lie{"what_google_was_once_called",
            [](auto& claims) { claims["iss"] = "accounts.google.com"; }},
        Lie{"expired", [](auto& claims) { claims["exp"] = claims["iat"].as_int64() - 3600; }},
        Lie{"no_end", [](auto& claims) { claims.erase("exp"); }},
        Lie{"no_beginning", [](auto& claims) { claims.erase("iat"); }},
        Lie{"of_tomorrow",
            [](auto& claims) {
              claims["iat"] = claims["iat"].as_int64() + 86400;
              claims["exp"] = claims["exp"].as_int64() + 86400;
            }},
        Lie{"not_before_an_hour_from_now",
            [](auto& claims) { claims["nbf"] = claims["iat"].as_int64() + 3600; }},
        Lie{"no_nonce", [](auto& claims) { claims.erase("nonce"); }},
        Lie{"another_nonce", [](auto& claims) { claims["nonce"] = "n"; }},
        Lie{"no_subject", [](auto& claims) { claims.erase("sub"); }},
        Lie{"a_subject_without_end", [](auto& claims) { claims["sub"] = std::string(256, 'a'); }}),
    [](const auto& info) { return info.param.name; });

TEST_F(ProviderLogin, FD1_no_other_key_and_no_other_algorithm) {
  support::PretendProvider imposter(clock_);
  const auto header = [](std::string_view json) {
    return base::to_base64url(base::bytes_of(json));
  };
  const std::vector<std::function<void(std::string&)>> forgeries{
      [&](std::string& token) {
        token = header(R"({"alg":"none","kid":"k1"})") + token.substr(token.find('.'));
      },
      [&](std::string& token) {
        const auto body = token.substr(token.find('.') + 1);
        token = header(R"({"alg":"none"})") + "." + body.substr(0, body.find('.') + 1);
      },
      [&](std::string& token) {
        token = header(R"({"alg":"HS256","kid":"k1"})") + token.substr(token.find('.'));
      },
      [&](std::string& token) { token.back() = token.back() == 'A' ? 'B' : 'A'; },
      [&](std::string& token) { token = ""; },
      [&](std::string& token) { token = "a.b.c"; },
      [&](std::string& token) {
        // Everything right, and signed by a key of that kid that is not the provider's.
        const auto start = token.find('.') + 1;
        const auto octets =
            base::from_base64url(token.substr(start, token.rfind('.') - start)).value();
        token = imposter.signed_as(base::parse_json_object(base::text_of(octets)).value());
      }};
  for (const auto& forge : forgeries) {
    federation_.upstream.bend_id_token = forge;
    auto it = browser();
    expect_refused(it, log_in(it, ani()), 403);
  }
  EXPECT_EQ(count("user.added"), 0U);
}

// RFC 8725 section 2.1: whoever takes the algorithm from the token takes what everybody knows for
// a secret.
TEST_F(ProviderLogin, FD1_no_public_key_is_a_secret) {
  auto& upstream = federation_.upstream;
  const auto jwk = upstream.published.at("keys").as_array().at(0).as_object();
  const auto text_of = [](const std::optional<base::Bytes>& octets) {
    return std::string(base::text_of(octets.value()));
  };
  const auto octets_of = [&](const char* member) {
    return text_of(base::from_base64url(std::string(jwk.at(member).as_string())));
  };
  const std::string point = std::string(1, 4) + octets_of("x") + octets_of("y");
  // SubjectPublicKeyInfo of P-256 (RFC 5480 section 2).
  const std::string der =
      text_of(base::from_hex("3059301306072a8648ce3d020106082a8648ce3d030107034200")) + point;
  const std::string text = base::to_base64(base::bytes_of(der));
  const std::string pem = "-----BEGIN PUBLIC KEY-----\n" + text.substr(0, 64) + "\n" +
                          text.substr(64) + "\n-----END PUBLIC KEY-----";
  const std::vector<std::string> secrets{pem,
                                         pem + "\n",
                                         der,
                                         point,
                                         octets_of("x"),
                                         octets_of("x") + octets_of("y"),
                                         std::string(jwk.at("x").as_string()),
                                         base::json::serialize(jwk),
                                         base::json::serialize(upstream.published)};
  for (const std::string& secret : secrets) {
    for (const std::string kid : {"k1", ""}) {
      upstream.bend_id_token = [&](std::string& token) {
        const auto start = token.find('.') + 1;
        const auto payload =
            base::from_base64url(token.substr(start, token.rfind('.') - start)).value();
        token = jose::MacSigner(
                    jose::SharedKey::make(crypto::MacAlgorithm::HS256, kid, base::Secret(secret))
                        .value())
                    .sign("JWT", base::text_of(payload));
      };
      auto it = browser();
      expect_refused(it, log_in(it, ani()), 403);
    }
  }
  EXPECT_EQ(count("user.added"), 0U);
}

TEST_F(ProviderLogin, FD7_clocks_may_differ_by_a_little) {
  for (const auto& [off, status] : {std::pair{59, 303}, std::pair{61, 403}}) {
    federation_.upstream.bend_claims = [off](base::json::object& claims) {
      claims["exp"] = claims["iat"].as_int64() - off;
    };
    auto late = browser();
    EXPECT_EQ(log_in(late, ani()).status, status) << "expired for " << off;
    federation_.upstream.bend_claims = [off](base::json::object& claims) {
      claims["nbf"] = claims["iat"].as_int64() + off;
    };
    auto early = browser();
    EXPECT_EQ(log_in(early, ani()).status, status) << "not before " << off;
  }
}

TEST_F(ProviderLogin, FD1_an_unknown_key_is_fetched_once_and_no_more_for_a_minute) {
  auto& upstream = federation_.upstream;
  auto it = browser();
  EXPECT_EQ(log_in(it, ani()).status, 303);
  EXPECT_EQ(upstream.times_asked("/keys"), 1U);

  clock_.advance(std::chrono::minutes(2));
  upstream.rotate("k2");
  auto next = browser();
  EXPECT_EQ(log_in(next, ani()).status, 303);
  EXPECT_EQ(upstream.times_asked("/keys"), 2U);

  support::PretendProvider imposter(clock_);
  imposter.rotate("k3");
  upstream.bend_id_token = [&](std::string& token) { token = imposter.signed_as({{"sub", "x"}}); };
  clock_.advance(std::chrono::minutes(2));
  for (int each = 0; each < 10; ++each) {
    auto forger = browser();
    expect_refused(forger, log_in(forger, ani()), 403);
  }
  EXPECT_EQ(upstream.times_asked("/keys"), 3U);
}

TEST_F(ProviderLogin, answers_name_the_issuer_where_it_says_that_they_do_RFC9207_2_4) {
  auto it = browser();
  const auto back = federation_.upstream.come_back(away(it).location(), ani());
  expect_refused(it, it.get(back.substr(0, back.find("&iss="))), 403);
  auto other = browser();
  auto mixed = federation_.upstream.come_back(away(other).location(), ani());
  mixed.replace(mixed.find("&iss=") + 5, std::string::npos, "https%3A%2F%2Fevil.test");
  expect_refused(other, other.get(mixed), 403);
  EXPECT_EQ(federation_.upstream.times_asked("/token"), 0U);
  auto declined = browser();
  const auto state = support::fields_in(away(declined).location())["state"];
  expect_refused(declined,
                 declined.get("/auth/google/callback?error=access_denied&state=" + state +
                              "&iss=https%3A%2F%2Fevil.test"),
                 403);
}

}  // namespace
}  // namespace endpoints
