// What must not compile, does not.
#include "mint/proof.h"

#include <concepts>
#include <span>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include "mint/mint.h"

namespace mint {
namespace {

template <class P, class Fact>
constexpr bool kOnlyItsGateMakesIt =
    !std::is_default_constructible_v<P> && !std::is_constructible_v<P, Fact> &&
    !std::is_constructible_v<P, const Fact&> && !std::is_convertible_v<Fact, P> &&
    !std::is_copy_constructible_v<P> && !std::is_copy_assignable_v<P> &&
    !std::is_move_assignable_v<P> && !std::is_aggregate_v<P> && std::is_move_constructible_v<P> &&
    !std::is_trivially_copyable_v<P>;

static_assert(kOnlyItsGateMakesIt<UserProof, LiveUser>);
static_assert(kOnlyItsGateMakesIt<FactorProof, Factors>);
static_assert(kOnlyItsGateMakesIt<SessionProof, LiveSession>);
static_assert(kOnlyItsGateMakesIt<ConsentProof, Consent>);
static_assert(kOnlyItsGateMakesIt<ClientProof, Client>);
static_assert(kOnlyItsGateMakesIt<RedirectProof, Redirect>);
static_assert(kOnlyItsGateMakesIt<ScopeProof, GrantedScope>);
static_assert(kOnlyItsGateMakesIt<ChallengeProof, PkceBegun>);
static_assert(kOnlyItsGateMakesIt<VerifierProof, PkceSatisfied>);
static_assert(kOnlyItsGateMakesIt<SiteProof, Admission>);
static_assert(kOnlyItsGateMakesIt<FamilyProof, LiveFamily>);
static_assert(kOnlyItsGateMakesIt<ProviderProof, OpenProvider>);
static_assert(kOnlyItsGateMakesIt<ArrivalProof, Arrival>);
static_assert(kOnlyItsGateMakesIt<SpentProof<Purpose::authorization_code>,
                                  SpentOnce<Purpose::authorization_code>>);
static_assert(!std::is_default_constructible_v<SetupProof>);
static_assert(!std::is_constructible_v<SetupProof, NoAdministrator>);
static_assert(!std::is_trivially_copyable_v<SetupProof>);

// A proof of one thing is none of another, be the fact the same.
static_assert(!std::is_constructible_v<VerifierProof, ChallengeProof>);
static_assert(!std::is_constructible_v<SpentProof<Purpose::authorization_code>,
                                       SpentProof<Purpose::site_code>>);

// No warrant leaves a gate out, and what was spent once is given away with it.
template <class Spent, class... Proofs>
concept Redeemable = requires(Spent spent, const Proofs&... proofs) {
  RedemptionWarrant{std::forward<Spent>(spent), proofs...};
};
using Code = SpentProof<Purpose::authorization_code>;
static_assert(Redeemable<Code&&, ClientProof, RedirectProof, VerifierProof, UserProof, SessionProof,
                         ScopeProof, ConsentProof, FamilyProof>);
static_assert(!Redeemable<Code&, ClientProof, RedirectProof, VerifierProof, UserProof, SessionProof,
                          ScopeProof, ConsentProof, FamilyProof>);
static_assert(!Redeemable<const Code&, ClientProof, RedirectProof, VerifierProof, UserProof,
                          SessionProof, ScopeProof, ConsentProof, FamilyProof>);
static_assert(!Redeemable<Code&&, ClientProof, RedirectProof, VerifierProof, UserProof,
                          SessionProof, ScopeProof, ConsentProof>);
static_assert(
    !Redeemable<SpentProof<Purpose::site_code>&&, ClientProof, RedirectProof, VerifierProof,
                UserProof, SessionProof, ScopeProof, ConsentProof, FamilyProof>);
static_assert(!Redeemable<Code&&, ClientProof, RedirectProof, ChallengeProof, UserProof,
                          SessionProof, ScopeProof, ConsentProof, FamilyProof>);
static_assert(!std::is_copy_constructible_v<RedemptionWarrant>);
static_assert(!std::is_default_constructible_v<AuthorizationWarrant>);
static_assert(!std::is_default_constructible_v<SiteWarrant>);
static_assert(!std::is_default_constructible_v<RedemptionWarrant>);
static_assert(!std::is_default_constructible_v<RefreshWarrant>);
static_assert(!std::is_default_constructible_v<ClientWarrant>);
static_assert(!std::is_default_constructible_v<FrontendWarrant>);
static_assert(!std::is_default_constructible_v<FrontendRefreshWarrant>);
static_assert(!std::is_default_constructible_v<LoginWarrant>);
static_assert(!std::is_default_constructible_v<SetupWarrant>);

// And mint takes nothing in their stead.
template <class... Arguments>
concept MakesTokens =
    requires(Mint& mint, const Arguments&... arguments) { mint.token(arguments...); };
static_assert(MakesTokens<ClientWarrant, TokenOrder, Occasion>);
static_assert(!MakesTokens<TokenOrder, Occasion>);
static_assert(!MakesTokens<LoginWarrant, TokenOrder, Occasion>);
static_assert(!MakesTokens<LiveUser, TokenOrder, Occasion>);
template <class Warrant>
concept Redeems = requires(Mint& mint, Warrant warrant, std::span<const TokenOrder> orders,
                           const Occasion& occasion) {
  mint.tokens(std::forward<Warrant>(warrant), orders, occasion);
};
static_assert(Redeems<RedemptionWarrant&&>);
static_assert(!Redeems<RedemptionWarrant&> && !Redeems<const RedemptionWarrant&>);
static_assert(!std::is_default_constructible_v<Mint> && !std::is_copy_constructible_v<Mint>);

TEST(Proofs, are_made_by_their_gates_alone) { SUCCEED() << "by the compiler, above"; }

}  // namespace
}  // namespace mint
