// Each gate of each path to a token or a code, closed between the good beginning and the end: what
// follows is no token and no code, and it is that gate and no other that says why. Where a gate
// that stands before it would say so first, what that one asks is left as it was. Which cells there
// have to be the tool works out from the warrants (tools/gates.py).
#include <algorithm>
#include <functional>
#include <optional>
#include <ostream>
#include <ranges>
#include <string_view>

#include "tests/unit/oauth/oauth_house.h"

namespace oauth {
namespace {

using authorize::Good;

class Gates;

struct Row {
  const char* cell;  // "RefreshWarrant x session_live"
  void (*close)(Gates&);
  // The reason of the last thing that the trail says was refused. Where there is a page, what the
  // person is asked for.
  const char* closed_by;

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
  // Why the entries say, from that one on, that something was refused; the last of them.
  std::string refused_since(std::size_t from) {
    std::string reason;
    const auto& entries = trail_.chains().at("node-a");
    for (const auto& entry : entries | std::views::drop(from)) {
      if (entry.event.outcome == audit::Outcome::denied) {
        reason = entry.event.reason.empty() ? entry.event.type : entry.event.reason;
      }
    }
    return reason;
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
      step();
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
    if (!good_) {
      return std::nullopt;
    }
    session_ = come_back(cookie_, asked_for_);
    if (!session_) {
      return std::nullopt;
    }
    asked_for_ = "more proof";
    const auto beginning = logins_.begin(good_->wish, session_.get()).value();
    const auto* satisfied = std::get_if<identity::login::Satisfied>(&beginning);
    if (satisfied == nullptr) {
      return std::nullopt;
    }
    const auto granting =
        authorization_.grant(act_, good_->wish.request, *session_, satisfied->factors, asked_)
            .value();
    asked_for_ = std::holds_alternative<authorize::NotAgreed>(granting) ? "consent" : "";
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
    if (good == nullptr) {
      const auto& outcome = std::get<authorize::Reply>(opening);
      asked_for_ = map_of(outcome).at("error");
    }
    good_ = good == nullptr ? std::nullopt : std::optional(std::move(*good));
  }
  // What was given is what is presented next.
  void step() {
    const auto given = std::get<token::Given>(ask(by_, form_));
    form_ = {{"grant_type", "refresh_token"}, {"refresh_token", given.refresh_token.value()}};
  }
  // Of a family that no session ends.
  void begin_offline() {
    asked_ = authorize::Asked::just_now;
    ask_for_code({{"scope", "openid offline_access"}, {"prompt", "consent"}});
    form_ = redemption(code_now().value(), {{"code_verifier", kVerifier}});
    step();
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
  // The families that came of it live on.
  void forget_consent() { consent_rows_.forget(ani_.id, by_.client.id.text()); }
  void agree_anew_to(const std::vector<std::string>& scopes) {
    forget_consent();
    consent_rows_.give(ani_.id, by_.client.id.text(), scopes, clock_.now());
  }
  void withdraw() {
    consent_rows_.withdraw(ani_.id, by_.client.id.text(), clock_.now(), {}).value();
  }
  void disable() { users_.disable(act_, ani_.id).value(); }
  void lock() { users_.lock(act_, ani_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, ani_.id)); }
  // The sessions live on.
  void stand_as(identity::users::Status status) { people_.stand_as(ani_.id, status); }
  void log_out() { sessions_.end(act_, ani_.id, session_->session().id).value(); }
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
                                .scopes = {"openid", "api", "offline_access"},
                                .refreshes = true,
                                .for_itself = true,
                                .id_token_algorithm = crypto::SignatureAlgorithm::EdDSA})
                    .value();
    consent_rows_.give(ani_.id, made.client.id.text(), {"openid", "api", "offline_access"},
                       clock_.now());
    return made;
  }

  ClientWithSecret other_ = add_third_party("Lain");
  ClientWithSecret by_ = add_third_party("Aplikasi");
  std::optional<Good> good_;
  std::string asked_for_;
  authorize::Asked asked_ = authorize::Asked::no;
  Fields form_;
};

using G = Gates&;
using identity::users::Status;
constexpr const char* kOther = "https://other.example";
constexpr const char* kNotActive = "person not active";
constexpr const char* kNobody = "nobody is logged in";
constexpr const char* kNoClient = "invalid_client";
constexpr const char* kNotGranted = "unauthorized_client";
constexpr const char* kNoConsent = "consent withdrawn";

const Row kAuthorization[] = {
    {"AuthorizationWarrant x user_enabled", [](G g) { g.disable(); }, kNotActive},
    {"AuthorizationWarrant x user_not_locked", [](G g) { g.lock(); }, kNotActive},
    {"AuthorizationWarrant x user_not_erased", [](G g) { g.erase(); }, kNobody},
    {"AuthorizationWarrant x session_live", [](G g) { g.log_out(); }, kNobody},
    {"AuthorizationWarrant x consent_live", [](G g) { g.withdraw(); }, "consent"},
    {"AuthorizationWarrant x client_enabled",
     [](G g) { g.change([](Client& client) { client.enabled = false; }); },
     "client gone or disabled"},
    {"AuthorizationWarrant x grant_allowed",
     [](G g) { g.change([](Client& client) { client.grants = {Grant::client_credentials}; }); },
     "grant withdrawn"},
    {"AuthorizationWarrant x redirect_bound",
     [](G g) {
       g.change([](Client& client) { client.redirect_uris.erase(client.redirect_uris.begin()); });
     },
     "address no longer registered"},
    {"AuthorizationWarrant x pkce",
     [](G g) {
       g.ask_for_code({{"code_challenge", ""}, {"code_challenge_method", ""}});
       g.change([](Client& client) { client.needs_pkce = true; });
     },
     "a challenge is needed by now"},
    {"AuthorizationWarrant x scope_within_consent", [](G g) { g.agree_to({"openid"}); }, "consent"},
    {"AuthorizationWarrant x scope_within_consent",
     [](G g) { g.change([](Client& client) { client.scopes = {"openid"}; }); }, "scope withdrawn"},
    {"AuthorizationWarrant x audience_allowed", [](G g) { g.ask_for_code({{"resource", kOther}}); },
     "invalid_target"},
    {"AuthorizationWarrant x factors", [](G g) { g.want_two_factors(); }, "more proof"},
};
const Row kRedemption[] = {
    {"RedemptionWarrant x user_enabled", [](G g) { g.disable(); }, kNotActive},
    {"RedemptionWarrant x user_not_locked", [](G g) { g.lock(); }, kNotActive},
    {"RedemptionWarrant x user_not_erased", [](G g) { g.erase(); }, kNotActive},
    {"RedemptionWarrant x session_live", [](G g) { g.log_out(); }, "session ended"},
    {"RedemptionWarrant x consent_live", [](G g) { g.withdraw(); }, kNoConsent},
    {"RedemptionWarrant x client_enabled",
     [](G g) { g.change([](Client& client) { client.enabled = false; }); }, kNoClient},
    {"RedemptionWarrant x grant_allowed",
     [](G g) { g.change([](Client& client) { client.grants = {Grant::client_credentials}; }); },
     kNotGranted},
    {"RedemptionWarrant x client_authenticated", [](G g) { g.forget_the_secret(); }, kNoClient},
    {"RedemptionWarrant x client_authenticated",
     [](G g) { g.change([](Client& client) { client.auth_methods = {AuthMethod::none}; }); },
     kNoClient},
    {"RedemptionWarrant x bound_to_client", [](G g) { g.become_another(); }, "of another client"},
    {"RedemptionWarrant x redirect_bound",
     [](G g) { g.say("redirect_uri", "https://client-app.com/other"); }, "another redirect URI"},
    {"RedemptionWarrant x pkce", [](G g) { g.say("code_verifier", std::string(43, 'A')); },
     "no verifier, or another"},
    {"RedemptionWarrant x pkce", [](G g) { g.say("code_verifier", ""); },
     "no verifier, or another"},
    {"RedemptionWarrant x ttl", [](G g) { g.wait(std::chrono::seconds(60)); },
     "authorization_code.unknown"},
    {"RedemptionWarrant x single_use", [](G g) { g.present_now(); },
     "its code was presented again after it was spent"},
    {"RedemptionWarrant x scope_within_consent", [](G g) { g.agree_to({"api"}); }, kNoConsent},
    {"RedemptionWarrant x scope_within_consent",
     [](G g) { g.change([](Client& client) { client.scopes = {"profile"}; }); }, "scope withdrawn"},
    {"RedemptionWarrant x audience_allowed", [](G g) { g.say("resource", kOther); },
     "invalid_target"},
};
// What ends a session, or is a consent taken back, has ended the family before the gate is asked.
const Row kRefresh[] = {
    {"RefreshWarrant x user_enabled", [](G g) { g.disable(); }, "ended"},
    {"RefreshWarrant x user_enabled", [](G g) { g.stand_as(Status::disabled); }, kNotActive},
    {"RefreshWarrant x user_not_locked", [](G g) { g.lock(); }, "ended"},
    {"RefreshWarrant x user_not_locked", [](G g) { g.stand_as(Status::locked); }, kNotActive},
    {"RefreshWarrant x user_not_erased", [](G g) { g.erase(); }, "ended"},
    {"RefreshWarrant x user_not_erased", [](G g) { g.stand_as(Status::erased); }, kNotActive},
    {"RefreshWarrant x session_live", [](G g) { g.log_out(); }, "ended"},
    {"RefreshWarrant x session_live", [](G g) { g.wait(std::chrono::days(8)); }, "ended"},
    {"RefreshWarrant x consent_live", [](G g) { g.withdraw(); }, "ended"},
    {"RefreshWarrant x consent_live", [](G g) { g.forget_consent(); }, kNoConsent},
    {"RefreshWarrant x client_enabled",
     [](G g) { g.change([](Client& client) { client.enabled = false; }); }, kNoClient},
    {"RefreshWarrant x grant_allowed",
     [](G g) {
       g.change([](Client& client) {
         std::erase(client.grants, Grant::refresh_token);
         client.scopes = {"openid", "api"};
       });
     },
     kNotGranted},
    {"RefreshWarrant x grant_allowed",
     [](G g) {
       g.begin_offline();
       g.change([](Client& client) { client.scopes = {"openid", "api"}; });
     },
     "offline access withdrawn"},
    {"RefreshWarrant x client_authenticated", [](G g) { g.forget_the_secret(); }, kNoClient},
    {"RefreshWarrant x client_authenticated",
     [](G g) { g.change([](Client& client) { client.auth_methods = {AuthMethod::none}; }); },
     kNoClient},
    {"RefreshWarrant x bound_to_client", [](G g) { g.become_another(); }, "of another client"},
    {"RefreshWarrant x ttl",
     [](G g) {
       g.begin_offline();
       g.wait(std::chrono::days(30));
     },
     "ended"},
    {"RefreshWarrant x ttl",
     [](G g) {
       g.begin_offline();
       for (int month = 0; month < 3; ++month) {
         g.wait(std::chrono::days(29));
         g.step();
       }
       g.wait(std::chrono::days(3));
     },
     "ended"},
    {"RefreshWarrant x single_use", [](G g) { g.use_the_successor(); },
     "a refresh token was presented again"},
    {"RefreshWarrant x scope_within_consent", [](G g) { g.say("scope", "openid api profile"); },
     "invalid_scope"},
    {"RefreshWarrant x scope_within_consent", [](G g) { g.agree_anew_to({"api"}); }, kNoConsent},
    {"RefreshWarrant x scope_within_consent",
     [](G g) { g.change([](Client& client) { client.scopes = {"profile"}; }); }, "scope withdrawn"},
    {"RefreshWarrant x audience_allowed", [](G g) { g.say("resource", kOther); }, "invalid_target"},
};
const Row kClient[] = {
    {"ClientWarrant x client_enabled",
     [](G g) { g.change([](Client& client) { client.enabled = false; }); }, kNoClient},
    {"ClientWarrant x grant_allowed",
     [](G g) { g.change([](Client& client) { client.grants = {Grant::authorization_code}; }); },
     kNotGranted},
    {"ClientWarrant x client_authenticated", [](G g) { g.forget_the_secret(); }, kNoClient},
    {"ClientWarrant x client_authenticated",
     [](G g) { g.change([](Client& client) { client.auth_methods = {AuthMethod::none}; }); },
     kNoClient},
    {"ClientWarrant x scope_within_consent", [](G g) { g.say("scope", "other"); }, "invalid_scope"},
    {"ClientWarrant x scope_within_consent", [](G g) { g.say("scope", "openid"); },
     "invalid_scope"},
    {"ClientWarrant x audience_allowed", [](G g) { g.say("resource", kOther); }, "invalid_target"},
};

TEST_P(Gates, closed_in_between_let_nothing_through) {
  begin();
  GetParam().close(*this);
  const auto made_before = made();
  const auto told_before = trail_.chains().at("node-a").size();
  EXPECT_FALSE(end());
  EXPECT_EQ(made(), made_before);
  const auto why = refused_since(told_before);
  EXPECT_EQ(why.empty() ? asked_for_ : why, GetParam().closed_by);
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
