// The rooms of the frontend over stores in memory.
#pragma once

#include <any>
#include <functional>
#include <optional>
#include <string>

#include "session_api/frontend.h"
#include "tests/support/kept_book.h"
#include "tests/support/kept_people.h"
#include "tests/unit/oauth/kept_families.h"

namespace support {

// By its promise, over the rows of the other ports.
class KeptLoginBook final : public session_api::LoginBook {
 public:
  KeptLoginBook(KeptFamilies& families, KeptBook& book, KeptPeople& people)
      : families_(families), book_(book), people_(people) {}

  base::Result<std::optional<session_api::Login>> look(const mint::FamilyId& id) override {
    ++looks_;
    const auto family = families_.row(id);
    const auto session = family ? book_.kept(family->session) : std::nullopt;
    if (meanwhile) {
      std::exchange(meanwhile, nullptr)();
    }
    if (!session) {
      return std::optional<session_api::Login>();
    }
    TRY_VAL(user, people_.find(session->user));
    return std::optional(session_api::Login{.family = id,
                                            .holder = family->holder,
                                            .family_until = family->gone_at(),
                                            .family_ended_at = family->ended_at,
                                            .session = *session,
                                            .status = user->status,
                                            .email = user->email,
                                            .name = user->name});
  }
  int looks() const { return looks_; }

  std::function<void()> meanwhile;  // between the read and its answer

 private:
  KeptFamilies& families_;
  KeptBook& book_;
  KeptPeople& people_;
  int looks_ = 0;
};

class KeptFrontend {
 public:
  struct Parts {
    KeptFamilies& family_rows;
    families::FamilyGate& families;
    KeptBook& book;
    KeptPeople& people;
    identity::UserGate& users;
    keys::KeyRing& keys;
    mint::Mint& mint;
    audit::Trail& trail;
    const base::Clock& clock;
    base::Random& random;
    base::IdSource& ids;
    std::string issuer;
    std::function<std::any(const session_api::Login&)> tell = [](const session_api::Login& login) {
      return std::any(login.name);
    };
    std::size_t most = 16;
  };
  explicit KeptFrontend(const Parts& parts)
      : wrongs_({.free = 10,
                 .first_delay = std::chrono::seconds(1),
                 .longest_delay = std::chrono::seconds(10),
                 .lock_after = 1'000'000,
                 .forget_one_every = std::chrono::minutes(1)},
                parts.clock),
        recent_(parts.book, parts.clock),
        sessions_(recent_, parts.clock, {}),
        book_(parts.family_rows, parts.book, parts.people),
        access_({.keys = parts.keys,
                 .book = book_,
                 .sessions = sessions_,
                 .recent = recent_,
                 .clock = parts.clock,
                 .issuer = parts.issuer,
                 .tell = parts.tell,
                 .most = parts.most}),
        frontend_({.families = parts.families,
                   .users = parts.users,
                   .sessions = sessions_,
                   .book = book_,
                   .access = access_,
                   .mint = parts.mint,
                   .trail = parts.trail,
                   .wrongs = wrongs_,
                   .clock = parts.clock,
                   .random = parts.random,
                   .ids = parts.ids}) {}

  identity::sessions::Sessions& sessions() { return sessions_; }
  KeptLoginBook& book() { return book_; }
  session_api::Access& access() { return access_; }
  session_api::Frontend& frontend() { return frontend_; }

 private:
  identity::budget::Turnstile wrongs_;
  identity::sessions::RecentBook recent_;
  identity::sessions::Sessions sessions_;
  KeptLoginBook book_;
  session_api::Access access_;
  session_api::Frontend frontend_;
};

}  // namespace support
