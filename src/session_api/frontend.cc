#include "session_api/frontend.h"

#include <algorithm>
#include <array>
#include <utility>

#include "families/grant.h"

namespace session_api {
namespace {

using families::Family;
using families::FamilyGate;
using identity::Act;
using identity::users::UserId;

constexpr std::size_t kSeed = 32;

std::string subject_of(const mint::FamilyId& id) { return "family:" + id.text(); }

// By a cookie that is theirs alone.
Act by(const Act& act, UserId person) {
  Act theirs = act;
  theirs.actor = identity::users::subject_of(person);
  return theirs;
}

}  // namespace

template <class Warrant>
base::Result<Tokens> Frontend::tokens(const Act& act, const Warrant& warrant,
                                      const Family& family) {
  const auto left = std::chrono::floor<std::chrono::seconds>(family.gone_at() - parts_.clock.now());
  const std::array orders = {
      mint::TokenOrder{.life = std::clamp(left, std::chrono::seconds(1), parts_.access_life),
                       .claims = {}},
      mint::TokenOrder{.type = mint::TokenType::refresh_token, .claims = {}}};
  TRY_VAL(made, parts_.mint.tokens(
                    warrant, orders,
                    {.actor = act.actor, .address = act.address, .request_id = act.request_id}));
  return Tokens{.access_token = std::move(made.front().text),
                .access_until = made.front().expires_at,
                .refresh_token = std::move(made.back().text),
                .refresh_until = family.gone_at()};
}

base::Result<std::optional<FamilyGate::Shown>> Frontend::held_by_house(std::string_view token) {
  TRY_VAL(shown, parts_.families.look(token));
  const bool ours = shown && shown->family().holder == mint::kHouse &&
                    std::holds_alternative<mint::RefreshToken>(shown->token().is);
  return ours ? std::move(shown) : std::optional<FamilyGate::Shown>();
}

base::Result<Frontend::OpenAnswer> Frontend::open(const Act& act,
                                                  const identity::SessionGate::Entered& session,
                                                  std::optional<std::string_view> held) {
  TRY(parts_.mint.can_sign(mint::TokenOrder().algorithm));
  const UserId person = session.session().user;
  const Act theirs = by(act, person);
  TRY_VAL(user, parts_.users.check(person));
  const auto* active = std::get_if<mint::UserProof>(&user);
  if (active == nullptr) {
    return Inactive{};
  }
  if (held) {
    TRY_VAL(shown, held_by_house(*held));
    if (shown && shown->live()) {
      const Family& before = shown->family();
      TRY(parts_.families.end(before, event_of(theirs, "family.replaced", subject_of(before.id))));
      parts_.access.forget();
    }
  }
  const base::Instant now = parts_.clock.now();
  const families::Limits& limits = parts_.families.limits();
  Family family{
      .id = parts_.ids.next<families::FamilyTag>(),
      .holder = std::string(mint::kHouse),
      .user_id = person.value,
      .session = session.session().id,
      .generation = 1,
      .seed = parts_.random.bytes(kSeed),
      .body = families::to_text({.scope = {},
                                 .level = session.proof()->level,
                                 .authenticated_at = session.proof()->authenticated_at}),
      .opened_at = now,
      .turned_at = now,
      .idle_until = now + limits.idle,
      // Cookies are not to say that they are good for longer than they can be.
      .absolute_until = std::min(now + limits.absolute, session.session().absolute_until)};
  TRY_VAL(opened,
          parts_.families.open(family, event_of(theirs, "family.opened", subject_of(family.id))));
  TRY_VAL(made, tokens(theirs,
                       mint::FrontendWarrant{
                           .user = *active, .session = session.proof(), .family = opened},
                       family));
  TRY_VAL(login, parts_.book.look(family.id));
  if (!login) {
    return Inactive{};
  }
  return Opened{.tokens = std::move(made), .login = *std::move(login)};
}

base::Result<Frontend::RefreshAnswer> Frontend::refresh(const Act& act, std::string_view token) {
  TRY_VAL(shown, held_by_house(token));
  if (!shown) {
    return Nobody{};
  }
  const Family& before = shown->family();
  const UserId person{before.user_id};
  const Act theirs = by(act, person);
  TRY_VAL(user, parts_.users.check(person));
  const auto* active = std::get_if<mint::UserProof>(&user);
  if (active == nullptr) {
    return Inactive{};
  }
  if (!shown->live()) {
    return Nobody{};
  }
  // Asked before the step is taken, which would be lost.
  TRY(parts_.mint.can_sign(mint::TokenOrder().algorithm));
  const std::string subject = subject_of(before.id);
  TRY_VAL(turned,
          parts_.families.turn(
              *shown, {.turned = event_of(theirs, "family.refreshed", subject),
                       .reused = event_of(theirs, "family.reused", subject, audit::Outcome::denied,
                                          "a refresh token was presented again")}));
  const auto* taken = std::get_if<FamilyGate::Taken>(&turned);
  if (taken == nullptr) {
    parts_.access.forget();
    return Nobody{};
  }
  if (const auto& use = shown->session_use()) {
    TRY(parts_.sessions.use({.id = before.session,
                             .seen_at = use->seen_at,
                             .absolute_until = use->absolute_until,
                             .remembered = use->remembered}));
  }
  TRY_VAL(made,
          tokens(theirs, mint::FrontendRefreshWarrant{.user = *active, .family = taken->proof},
                 taken->family));
  return made;
}

base::Done Frontend::end_session(const Act& act, UserId person, const mint::SessionId& session) {
  auto ended = parts_.sessions.end(by(act, person), person, session);
  // Another tab was first.
  return !ended && ended.error().code == base::ErrorCode::not_found ? base::Done() : ended;
}

base::Done Frontend::log_out_by_refresh(const Act& act, std::string_view refresh_token) {
  TRY_VAL(shown, held_by_house(refresh_token));
  return shown && shown->live()
             ? end_session(act, UserId{shown->family().user_id}, shown->family().session)
             : base::Done();
}

base::Done Frontend::log_out_by_access(const Act& act, std::string_view access_token) {
  TRY_VAL(answer, parts_.access.look(access_token));
  const auto* login = std::get_if<Login>(&answer);
  return login != nullptr ? end_session(act, login->user(), login->session.id) : base::Done();
}

}  // namespace session_api
