// Each gate of each path to a token or a code, closed between the good beginning and the end: what
// follows is no token and no code, and where a request was refused the trail says so. Which cells
// there have to be the tool works out from the warrants (tools/gates.py).
#include <algorithm>
#include <functional>
#include <optional>
#include <ostream>
#include <string_view>

#include "tests/unit/oauth/oauth_house.h"

namespace oauth {
namespace {

using authorize::Good;

class Gates;

struct Row {
  const char* cell;  // "RefreshWarrant x session_live"
  void (*close)(Gates&);
  // Whether somebody is refused. Where there is a page, the person is asked for what is missing.
  bool is_told = true;

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.cell; }
};

class Gates : public OauthHouse, public testing::WithParamInterface<Row> {
 protected:
  bool leads_by(std::string_view warrant) const {
    return std::string_view(GetParam().cell).starts_with(warrant);
  }
  // A family may be opened and ended again by the gate behind it.
  std::size_t made() const {
    return count("token.issued") + count("family.refreshed") + count("authorization_code.issued") +
           count("session.opened");
  }
  std::size_t refused() {
    return static_cast<std::size_t>(
        std::ranges::count(trail_.chains().at("node-a"), audit::Outcome::denied,
                           [](const auto& entry) { return entry.event.outcome; }));
  }

  // As far as the gates are asked for the last time.
  void begin() {
    if (leads_by("AuthorizationWarrant")) {
      ask_for_code();
      return;
    }
    if (leads_by("ClientWarrant")) {
      form_ = {{"grant_type", "client_credentials"}, {"scope", "api"}};
      return;
    }
    ask_for_code();
    const auto code = code_now();
    ASSERT_TRUE(code);
    form_ = redemption(*code, {{"code_verifier", kVerifier}});
    if (leads_by("RefreshWarrant")) {
      const auto given = std::get<token::Given>(ask(by_, form_));
      form_ = {{"grant_type", "refresh_token"}, {"refresh_token", given.refresh_token.value()}};
    }
  }
  // Whether a code or tokens come of it.
  bool end() {
    if (leads_by("AuthorizationWarrant")) {
      return code_now().has_value();
    }
    const auto answer = endpoint_.ask(caller_, shown_by(by_), Parameters(form_)).value();
    return std::holds_alternative<token::Given>(answer);
  }
  std::optional<std::string> code_now() {
    if (!good_ || !session_) {
      return std::nullopt;
    }
    const auto beginning = logins_.begin(good_->wish, session_.get()).value();
    const auto* satisfied = std::get_if<identity::login::Satisfied>(&beginning);
    if (satisfied == nullptr) {
      return std::nullopt;
    }
    const auto granting =
        authorization_.grant(act_, good_->wish.request, *session_, satisfied->factors).value();
    const auto* outcome = std::get_if<authorize::Outcome>(&granting);
    const auto* reply = outcome == nullptr ? nullptr : std::get_if<authorize::Reply>(outcome);
    const auto said = reply == nullptr ? std::map<std::string, std::string>() : map_of(*reply);
    return said.contains("code") ? std::optional(said.at("code")) : std::nullopt;
  }

 public:
  void ask_for_code(const Fields& otherwise = {}) {
    Fields wanted{
        {"scope", "openid api"}, {"code_challenge", kChallenge}, {"code_challenge_method", "S256"}};
    auto opening = open(changed(request_of(by_.client, wanted), otherwise));
    auto* good = std::get_if<Good>(&opening);
    good_ = good == nullptr ? std::nullopt : std::optional(std::move(*good));
  }
  void say(const std::string& name, const std::string& value) {
    form_ = changed(form_, {{name, value}});
  }
  void change(const std::function<void(Client&)>& how) {
    Client client = clients_.show(by_.client.id).value();
    how(client);
    ASSERT_TRUE(client_rows_.update(client, {}));
  }
  void agree_to(const std::vector<std::string>& scopes) {
    withdraw();
    consent_rows_.give(ani_.id, by_.client.id.text(), scopes, clock_.now());
  }
  void withdraw() {
    consent_rows_.withdraw(ani_.id, by_.client.id.text(), clock_.now(), {}).value();
  }
  void disable() { users_.disable(act_, ani_.id).value(); }
  void lock() { users_.lock(act_, ani_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, ani_.id)); }
  void log_out() {
    sessions_.end(act_, ani_.id, session_->session().id).value();
    auto still = entered(cookie_);
    session_ =
        still ? std::make_unique<identity::SessionGate::Entered>(*std::move(still)) : nullptr;
  }
  void wait(base::Duration time) { clock_.advance(time); }
  void present_now() { end(); }
  void become_another() { by_ = {.client = other_.client, .secret = other_.secret.clone()}; }
  void forget_the_secret() { by_.secret = base::Secret("of somebody else, and no less long"); }
  // The one after it has been used.
  void use_the_successor() {
    const auto next = std::get<token::Given>(ask(by_, form_));
    ask(by_, changed(form_, {{"refresh_token", next.refresh_token.value()}}));
  }
  void want_two_factors() { good_->wish.asked.level = identity::sessions::Level::two_factors; }

 protected:
  ClientWithSecret add_third_party(const std::string& name) {
    auto made = clients_
                    .add(act_, {.name = name,
                                .redirect_uris = {kCallback, "https://client-app.com/other"},
                                .scopes = {"openid", "api"},
                                .refreshes = true,
                                .for_itself = true,
                                .id_token_algorithm = crypto::SignatureAlgorithm::EdDSA})
                    .value();
    consent_rows_.give(ani_.id, made.client.id.text(), {"openid", "api"}, clock_.now());
    return made;
  }

  ClientWithSecret other_ = add_third_party("Lain");
  ClientWithSecret by_ = add_third_party("Aplikasi");
  std::optional<Good> good_;
  Fields form_;
};

using G = Gates&;
constexpr const char* kOther = "https://other.example";

const Row kAuthorization[] = {
    {"AuthorizationWarrant x user_enabled", [](G g) { g.disable(); }},
    {"AuthorizationWarrant x user_not_locked", [](G g) { g.lock(); }},
    {"AuthorizationWarrant x user_not_erased", [](G g) { g.erase(); }},
    {"AuthorizationWarrant x session_live", [](G g) { g.log_out(); }, false},
    {"AuthorizationWarrant x consent_live", [](G g) { g.withdraw(); }, false},
    {"AuthorizationWarrant x client_enabled",
     [](G g) { g.change([](Client& client) { client.enabled = false; }); }},
    {"AuthorizationWarrant x grant_allowed",
     [](G g) { g.change([](Client& client) { client.grants = {Grant::client_credentials}; }); }},
    {"AuthorizationWarrant x redirect_bound",
     [](G g) {
       g.change([](Client& client) { client.redirect_uris.erase(client.redirect_uris.begin()); });
     }},
    {"AuthorizationWarrant x pkce",
     [](G g) {
       g.ask_for_code({{"code_challenge", ""}, {"code_challenge_method", ""}});
       g.change([](Client& client) { client.needs_pkce = true; });
     }},
    {"AuthorizationWarrant x scope_within_consent", [](G g) { g.agree_to({"openid"}); }, false},
    {"AuthorizationWarrant x scope_within_consent",
     [](G g) { g.change([](Client& client) { client.scopes = {"openid"}; }); }},
    {"AuthorizationWarrant x audience_allowed", [](G g) { g.ask_for_code({{"resource", kOther}}); },
     false},
    {"AuthorizationWarrant x factors", [](G g) { g.want_two_factors(); }, false},
};
const Row kRedemption[] = {
    {"RedemptionWarrant x user_enabled", [](G g) { g.disable(); }},
    {"RedemptionWarrant x user_not_locked", [](G g) { g.lock(); }},
    {"RedemptionWarrant x user_not_erased", [](G g) { g.erase(); }},
    {"RedemptionWarrant x session_live", [](G g) { g.log_out(); }},
    {"RedemptionWarrant x consent_live", [](G g) { g.withdraw(); }},
    {"RedemptionWarrant x client_enabled",
     [](G g) { g.change([](Client& client) { client.enabled = false; }); }},
    {"RedemptionWarrant x grant_allowed",
     [](G g) { g.change([](Client& client) { client.grants = {Grant::client_credentials}; }); }},
    {"RedemptionWarrant x client_authenticated", [](G g) { g.forget_the_secret(); }},
    {"RedemptionWarrant x client_authenticated",
     [](G g) { g.change([](Client& client) { client.auth_methods = {AuthMethod::none}; }); }},
    {"RedemptionWarrant x bound_to_client", [](G g) { g.become_another(); }},
    {"RedemptionWarrant x redirect_bound",
     [](G g) { g.say("redirect_uri", "https://client-app.com/other"); }},
    {"RedemptionWarrant x pkce", [](G g) { g.say("code_verifier", std::string(43, 'A')); }},
    {"RedemptionWarrant x pkce", [](G g) { g.say("code_verifier", ""); }},
    {"RedemptionWarrant x ttl", [](G g) { g.wait(std::chrono::seconds(60)); }},
    {"RedemptionWarrant x single_use", [](G g) { g.present_now(); }},
    {"RedemptionWarrant x scope_within_consent", [](G g) { g.agree_to({"api"}); }},
    {"RedemptionWarrant x scope_within_consent",
     [](G g) { g.change([](Client& client) { client.scopes = {"profile"}; }); }},
    {"RedemptionWarrant x audience_allowed", [](G g) { g.say("resource", kOther); }},
};
const Row kRefresh[] = {
    {"RefreshWarrant x user_enabled", [](G g) { g.disable(); }},
    {"RefreshWarrant x user_not_locked", [](G g) { g.lock(); }},
    {"RefreshWarrant x user_not_erased", [](G g) { g.erase(); }},
    {"RefreshWarrant x session_live", [](G g) { g.log_out(); }},
    {"RefreshWarrant x consent_live", [](G g) { g.withdraw(); }},
    {"RefreshWarrant x client_enabled",
     [](G g) { g.change([](Client& client) { client.enabled = false; }); }},
    {"RefreshWarrant x grant_allowed",
     [](G g) {
       g.change([](Client& client) { std::erase(client.grants, Grant::refresh_token); });
     }},
    {"RefreshWarrant x client_authenticated", [](G g) { g.forget_the_secret(); }},
    {"RefreshWarrant x client_authenticated",
     [](G g) { g.change([](Client& client) { client.auth_methods = {AuthMethod::none}; }); }},
    {"RefreshWarrant x bound_to_client", [](G g) { g.become_another(); }},
    {"RefreshWarrant x ttl", [](G g) { g.wait(std::chrono::days(91)); }},
    {"RefreshWarrant x single_use", [](G g) { g.use_the_successor(); }},
    {"RefreshWarrant x scope_within_consent", [](G g) { g.say("scope", "openid api profile"); }},
    {"RefreshWarrant x scope_within_consent", [](G g) { g.agree_to({"api"}); }},
    {"RefreshWarrant x audience_allowed", [](G g) { g.say("resource", kOther); }},
};
const Row kClient[] = {
    {"ClientWarrant x client_enabled",
     [](G g) { g.change([](Client& client) { client.enabled = false; }); }},
    {"ClientWarrant x grant_allowed",
     [](G g) { g.change([](Client& client) { client.grants = {Grant::authorization_code}; }); }},
    {"ClientWarrant x client_authenticated", [](G g) { g.forget_the_secret(); }},
    {"ClientWarrant x client_authenticated",
     [](G g) { g.change([](Client& client) { client.auth_methods = {AuthMethod::none}; }); }},
    {"ClientWarrant x scope_within_consent", [](G g) { g.say("scope", "other"); }},
    {"ClientWarrant x scope_within_consent", [](G g) { g.say("scope", "openid"); }},
    {"ClientWarrant x audience_allowed", [](G g) { g.say("resource", kOther); }},
};

TEST_P(Gates, closed_in_between_let_nothing_through) {
  begin();
  GetParam().close(*this);
  const auto made_before = made();
  const auto refused_before = refused();
  EXPECT_FALSE(end());
  EXPECT_EQ(made(), made_before);
  EXPECT_EQ(refused() > refused_before, GetParam().is_told);
}

// What a row closes is the one thing that is wrong with it.
class OpenGates : public Gates {};
TEST_P(OpenGates, let_it_through) {
  begin();
  EXPECT_TRUE(end());
}

const auto kName = [](const auto& info) {
  std::string name(info.param.cell);
  std::ranges::replace(name, ' ', '_');
  return name + "_" + std::to_string(info.index);
};
INSTANTIATE_TEST_SUITE_P(authorization, Gates, testing::ValuesIn(kAuthorization), kName);
INSTANTIATE_TEST_SUITE_P(redemption, Gates, testing::ValuesIn(kRedemption), kName);
INSTANTIATE_TEST_SUITE_P(refresh, Gates, testing::ValuesIn(kRefresh), kName);
INSTANTIATE_TEST_SUITE_P(client, Gates, testing::ValuesIn(kClient), kName);
INSTANTIATE_TEST_SUITE_P(each, OpenGates,
                         testing::Values(kAuthorization[0], kRedemption[0], kRefresh[0],
                                         kClient[0]),
                         kName);

}  // namespace
}  // namespace oauth
