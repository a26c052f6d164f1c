#include "session_api/frontend.h"

#include <algorithm>
#include <array>
#include <utility>

#include "families/grant.h"

namespace session_api {
namespace {

using families::Family;
using families::FamilyGate;
using families::subject_of;
using identity::Act;
using identity::users::UserId;

constexpr std::size_t kSeed = 32;

// By a cookie that is theirs alone.
Act by(const Act& act, UserId person) {
  Act theirs = act;
  theirs.actor = identity::users::subject_of(person);
  return theirs;
}

}  // namespace

base::Done Frontend::can_open() const { return parts_.mint.can_sign(mint::TokenOrder().algorithm); }

template <class Warrant>
base::Result<Tokens> Frontend::tokens(const Act& act, const Warrant& warrant, const Family& family,
                                      bool remembered) {
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
                .refresh_until = family.gone_at(),
                .remembered = remembered};
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
  TRY(can_open());
  const identity::sessions::Session& on = session.session();
  const Act theirs = by(act, on.user);
  TRY_VAL(user, parts_.users.check(on.user));
  const auto* active = std::get_if<mint::UserProof>(&user);
  if (active == nullptr) {
    TRY(parts_.trail.append(event_of(theirs, "family.refused", identity::users::subject_of(on.user),
                                     audit::Outcome::denied, "person not active")));
    return Inactive{};
  }
  const base::Instant now = parts_.clock.now();
  const families::Limits& limits = parts_.families.limits();
  // Cookies are not to say that they are good for longer than they can be.
  const auto of_session = identity::sessions::limits(parts_.sessions.rules(), on.remembered, now);
  const Family family{
      .id = parts_.ids.next<families::FamilyTag>(),
      .holder = std::string(mint::kHouse),
      .user_id = on.user.value,
      .session = on.id,
      .generation = 1,
      .seed = parts_.random.bytes(kSeed),
      .body = families::to_text({.scope = {},
                                 .level = session.proof()->level,
                                 .authenticated_at = session.proof()->authenticated_at}),
      .opened_at = now,
      .turned_at = now,
      .idle_until = std::min(now + limits.idle, of_session.idle_until),
      .absolute_until = std::min(now + limits.absolute, on.absolute_until)};
  TRY_VAL(opened, parts_.families.open_sole(
                      family, on.opened_at,
                      {.opened = event_of(theirs, "family.opened", subject_of(family.id)),
                       .replaced = event_of(theirs, "family.replaced", subject_of(family.id))}));
  parts_.access.forget(on.id);
  TRY_VAL(made, tokens(theirs,
                       mint::FrontendWarrant{
                           .user = *active, .session = session.proof(), .family = opened.proof},
                       opened.family, on.remembered));
  TRY_VAL(login, parts_.book.look(opened.family.id));
  // It may have ended since it was looked at, and its tokens with it.
  if (!login || login->session.ended_at) {
    return Nobody{};
  }
  if (held) {
    TRY(end_held(act, *held, on.id));
  }
  return Opened{.tokens = std::move(made), .login = *std::move(login)};
}

// On the session that stays they are not any more: it has one family.
base::Done Frontend::end_held(const Act& act, std::string_view held, const mint::SessionId& keep) {
  TRY_VAL(shown, held_by_house(held));
  return shown && shown->live() && shown->family().session != keep
             ? end_session(act, UserId{shown->family().user_id}, shown->family().session)
             : base::Done();
}

base::Result<FamilyGate::Answer> Frontend::turn(const Act& act, const FamilyGate::Shown& shown) {
  const std::string subject = subject_of(shown.family().id);
  const auto& use = shown.session_use();
  std::optional<base::Duration> idle;
  if (use) {
    idle = idle_of(use->remembered);
  }
  TRY_VAL(turned, parts_.families.turn(
                      shown,
                      {.turned = event_of(act, std::string(families::kRefreshed), subject),
                       .reused = event_of(act, "family.reused", subject, audit::Outcome::denied,
                                          "a refresh token was presented again")},
                      idle));
  if (std::holds_alternative<FamilyGate::Ended>(turned)) {
    parts_.access.forget(shown.family().session);
  }
  return turned;
}

base::Duration Frontend::idle_of(bool remembered) const {
  const auto& rules = parts_.sessions.rules();
  return remembered ? rules.remembered_idle : rules.idle;
}

// By one write, where nothing stands in the way and the family was here before.
base::Result<std::optional<Tokens>> Frontend::advance(const Act& act, std::string_view token) {
  const auto known = parts_.families.recognise(token);
  if (!known || known->family().holder != mint::kHouse || !known->session_use() || !can_open()) {
    return std::optional<Tokens>();
  }
  const auto user = identity::UserGate::judge(known->person());
  const auto* active = std::get_if<mint::UserProof>(&user);
  if (active == nullptr) {
    return std::optional<Tokens>();
  }
  const families::SessionUse& use = *known->session_use();
  const Act theirs = by(act, UserId{known->family().user_id});
  TRY_VAL(taken, parts_.families.advance(*known,
                                         event_of(theirs, std::string(families::kRefreshed),
                                                  subject_of(known->family().id)),
                                         idle_of(use.remembered)));
  if (!taken) {
    return std::optional<Tokens>();
  }
  if (const auto used = note_use(taken->family.session, use)) {
    parts_.families.note_use(taken->family.id, used->seen_at);
  }
  TRY_VAL(made,
          tokens(theirs, mint::FrontendRefreshWarrant{.user = *active, .family = taken->proof},
                 taken->family, use.remembered));
  return std::optional(std::move(made));
}

std::optional<identity::sessions::Used> Frontend::note_use(const mint::SessionId& session,
                                                           const families::SessionUse& use) {
  return parts_.sessions.use({.id = session,
                              .seen_at = use.seen_at,
                              .absolute_until = use.absolute_until,
                              .remembered = use.remembered});
}

base::Result<Frontend::RefreshAnswer> Frontend::refresh(const Act& act, std::string_view token) {
  TRY_VAL(advanced, advance(act, token));
  if (advanced) {
    return *std::move(advanced);
  }
  TRY_VAL(shown, held_by_house(token));
  if (!shown) {
    return Refused{.reason = "unknown", .subject = "family"};
  }
  const Family& before = shown->family();
  Refused refused{.reason = "ended", .subject = subject_of(before.id)};
  if (before.reused) {
    refused.robbed_of = before.session;
  }
  const UserId person{before.user_id};
  const Act theirs = by(act, person);
  const auto user = identity::UserGate::judge(shown->person());
  const auto* active = std::get_if<mint::UserProof>(&user);
  if (active == nullptr) {
    refused.reason = "person not active";
    refused.inactive = true;
    return refused;
  }
  const auto& use = shown->session_use();
  if (!shown->live() || !use) {
    return refused;
  }
  // Asked before the step is taken, which would be lost.
  TRY(can_open());
  if (shown->is_newest()) {
    note_use(before.session, *use);
  }
  TRY_VAL(turned, turn(theirs, *shown));
  if (const auto* ended = std::get_if<FamilyGate::Ended>(&turned)) {
    // Another tab may have begun a family of its own meanwhile, which ended this one.
    refused.robbed_of = ended->by_reuse ? std::optional(before.session) : std::nullopt;
    refused.told = ended->by_reuse;
    return refused;
  }
  auto& taken = std::get<FamilyGate::Taken>(turned);
  TRY_VAL(made, tokens(theirs, mint::FrontendRefreshWarrant{.user = *active, .family = taken.proof},
                       taken.family, use->remembered));
  return made;
}

base::Result<std::optional<base::Duration>> Frontend::refuse(
    const Act& act, const std::optional<identity::budget::AddressBytes>& from,
    const Refused& refused) {
  if (const auto wait = parts_.wrongs.enter(from)) {
    return wait;
  }
  if (!refused.told) {
    TRY(parts_.trail.append(
        event_of(act, "family.refused", refused.subject, audit::Outcome::denied, refused.reason)));
  }
  return std::optional<base::Duration>();
}

base::Done Frontend::end_session(const Act& act, UserId person, const mint::SessionId& session) {
  auto ended = parts_.sessions.end(by(act, person), person, session);
  // Another tab was first.
  return !ended && ended.error().code == base::ErrorCode::not_found ? base::Done() : ended;
}

base::Done Frontend::log_out_by_refresh(const Act& act, std::string_view refresh_token) {
  TRY_VAL(shown, held_by_house(refresh_token));
  if (!shown || !shown->live()) {
    return {};
  }
  const UserId person{shown->family().user_id};
  if (parts_.families.is_current(*shown)) {
    return end_session(act, person, shown->family().session);
  }
  TRY(turn(by(act, person), *shown));
  return {};
}

base::Done Frontend::log_out_by_access(const Act& act, std::string_view access_token) {
  TRY_VAL(answer, parts_.access.look(access_token));
  const auto* login = std::get_if<Login>(&answer);
  return login != nullptr ? end_session(act, login->user(), login->session.id) : base::Done();
}

}  // namespace session_api
