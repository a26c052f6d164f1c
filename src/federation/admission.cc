#include "federation/admission.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "federation/profile.h"

namespace federation {
namespace {

namespace users = identity::users;

constexpr std::size_t kSubOctets = 16;
constexpr std::size_t kSuffixOctets = 4;
constexpr int kNumbered = 20;

}  // namespace

base::Result<Admitted> Admission::admit(const identity::Act& act, const Arrived& arrived,
                                        bool newcomers) {
  TRY_VAL(known, find(arrived));
  if (known) {
    return Admitted(Known{known->user});
  }
  if (!newcomers) {
    return refuse(act, arrived, NoSignup{}, "the account is nobody's, and somebody is meant");
  }
  auto person = person_from(arrived.provider, arrived.claims, parts_.clock.now());
  TRY_VAL(taken, belongs(person));
  if (taken) {
    return belongs_to_holder(act, arrived);
  }
  if (!arrived.provider.signup) {
    return refuse(act, arrived, NoSignup{}, "the provider signs nobody up");
  }
  return sign_up(act, arrived, std::move(person));
}

// Of an address that the provider has not verified nothing follows: anybody could name anybody's,
// and would learn whether they are here. Nobody is found by what a provider only says is theirs, so
// that it keeps nobody out either; whoever an operator has entered is here already, though they
// have no password yet.
base::Result<bool> Admission::belongs(const users::User& person) {
  if (!person.email_verified_at) {
    return false;
  }
  const auto name = identity::names::typed_name(person.email);
  TRY_VAL(holder, parts_.users.find_by_name(name));
  return holder && name.kind == identity::names::Kind::email;
}

// The holder may be this very account's person, made by a login that came at the same moment.
base::Result<Admitted> Admission::belongs_to_holder(const identity::Act& act,
                                                    const Arrived& arrived) {
  TRY_VAL(known, find(arrived));
  if (known) {
    return Admitted(Known{known->user});
  }
  return refuse(act, arrived, AddressBelongs{}, "somebody here has its address");
}

base::Result<std::optional<Identity>> Admission::find(const Arrived& arrived) {
  return parts_.identities.find(key_of(arrived.proof->issuer, arrived.proof->subject));
}

base::Result<Admitted> Admission::refuse(const identity::Act& act, const Arrived& arrived,
                                         Admitted answer, std::string_view why) {
  TRY(parts_.trail.append(event_of(act, "federation.refused", subject_of(arrived.provider),
                                   audit::Outcome::denied, why)));
  return answer;
}

base::Result<Admitted> Admission::sign_up(const identity::Act& act, const Arrived& arrived,
                                          users::User person) {
  person.sub = base::to_base64url(parts_.random.bytes(kSubOctets));
  const Identity identity{.issuer = arrived.proof->issuer,
                          .subject = arrived.proof->subject,
                          .user = {},
                          .provider = arrived.provider.name,
                          .label = label_of(arrived.provider, arrived.claims),
                          .linked_at = person.created_at};
  auto bases = usernames_from(arrived.provider, arrived.claims, person);
  bases.push_back(arrived.provider.name + "-" + base::to_hex(parts_.random.bytes(kSuffixOctets)));
  for (const std::string& base : bases) {
    for (int number = 1; number <= kNumbered; ++number) {
      const auto stored =
          identity::names::username(base + (number == 1 ? "" : std::to_string(number)));
      if (!stored) {
        break;
      }
      person.username = stored->shown;
      users::Keys keys = users::keys_of(person);
      if (!keys.phone_verified) {
        keys.phone.clear();
      }
      TRY_VAL(made,
              parts_.identities.sign_up(person, keys, identity,
                                        event_of(act, "user.added", "", audit::Outcome::allowed,
                                                 subject_of(arrived.provider)),
                                        event_of(act, "identity.linked", "",
                                                 audit::Outcome::allowed, account_of(identity))));
      if (const auto* user = std::get_if<users::User>(&made)) {
        return Admitted(Newcomer{user->id});
      }
      if (std::holds_alternative<LinkedAlready>(made)) {
        return admit(act, arrived);
      }
      if (std::get<users::Taken>(made).field != "username") {
        return belongs_to_holder(act, arrived);
      }
    }
  }
  return base::reject(base::ErrorCode::conflict, "", "nobody can be called that any more");
}

}  // namespace federation
