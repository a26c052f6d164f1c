import re

from tests.tools import planted
import check_mint

GATES = """#pragma once
namespace identity {
class UserGate;
class FactorGate;
}  // namespace identity
namespace oauth {
class ClientGate;
}
namespace mint {
class Mint;
using UserProof = Proof<identity::UserGate, LiveUser>;
using ClientProof = Proof<oauth::ClientGate, Client>;
template <Purpose purpose>
using SpentProof = Proof<Mint, SpentOnce<purpose>>;
}  // namespace mint
"""
ROOM = """namespace identity {
class UserGate final {
 public:
  mint::UserProof check(UserId id);
};
}
"""


class Mint(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        for path in (check_mint.PROOF, check_mint.WARRANTS, check_mint.MINT):
            self.copy(path)
        self.plant(check_mint.GATES, GATES)
        self.plant("src/identity/user_gate.h", ROOM)
        for layer in ("http", "storage", "keys", "oauth"):
            self.plant(f"src/{layer}/{layer}.cc", "int nothing = 0;\n")

    def problems(self):
        return check_mint.check(self.root)

    def each_caught(self, path, sins, *words):
        for sin in sins:
            with self.subTest(sin):
                self.plant(path, f"\n{sin}\n")
                self.assertTrue(self.problems(), "not caught")
                for problem in self.problems():
                    self.assertIn(f"{path}:2:", problem)
                for word in words:
                    self.assertIn(word, self.problems()[0])
        self.plant(path)

    def test_the_real_tree_passes(self):
        self.assert_clean(check_mint.check(planted.ROOT))

    def test_a_clean_tree_passes(self):
        self.plant("src/mint/mint.cc", "auto text = signer->sign(typ, claims);\n"
                   "TRY(parts_.one_time.put(row, event));\nTRY(parts_.sessions.open({.id = id}, event));\n")
        self.plant("src/storage/sql/stores.cc", 'const Query kPut{"INSERT INTO one_time VALUES ($1)"};\n'
                   "base::Done OneTimeStore::put(const mint::OneTime& row) {}\n")
        self.plant("src/oauth/client_gate.h", "namespace oauth {\nclass ClientGate {\n"
                   "  friend class token::Endpoint;\n};\n}\n")
        self.plant("src/identity/sessions.cc", "const mint::SessionRow row = *found;\nstream.open(path);\n"
                   "base::Result<std::optional<mint::SessionRow>> find();\nuser.sign_in();\n"
                   "// SessionStore is asked, never store.open(row)\n")
        self.plant("src/keys/key_ring.cc", "jose::Signer signer(kid, std::move(key));\n")
        self.plant("src/app/wiring.cc", "mint::OneTimeStore& codes = database.one_time();\n"
                   "return Mint::make({.one_time = codes, .sessions = database.sessions()});\n")
        self.plant("tests/unit/mint/gates_played.h", ROOM)
        self.plant("tests/unit/identity/played.h", "class FactorGate {\n};\n")
        self.assert_clean(self.problems())

    def test_a_token_signed_elsewhere(self):
        self.each_caught("src/oauth/token.cc", [
            "jose::Signer signer(kid, key);",
            "jose::MacSigner signer(key);",
            "auto text = ring.snapshot()->keys().front().signer;",
            "auto text = (*found)->sign(typ, payload);",
            "auto text = tool.sign (payload);",
            "auto key = keys_.signer(algorithm);",
            "const auto& key = loaded->signer;",
            "auto key = crypto::SigningKey::generate(algorithm, random);",
            "auto text = jose::with_signature(std::move(input), signature);",
            "jose::SigningInputs inputs(alg, kid, types);",
            "const auto made = mint::make_family_token(family, number, random);"])
        self.each_caught("src/keys/key_ring.cc", ['auto text = key.signer->sign("JWT", claims);'],
                         "may be a token")

    def test_a_code_put_elsewhere(self):
        self.each_caught("src/redirect_sso/codes.cc", [
            "mint::OneTime row{.purpose = purpose};",
            "TRY(one_time_.put(row, event));",
            "TRY(parts_.one_time.put(row, event));",
            "TRY(parts_.one_time->spend(purpose, hash, now, events));",
            "TRY(database.one_time().put(row, event));",
            "auto put = &mint::OneTimeStore::put;",
            "mint::SpendEvents events;"])
        self.each_caught("src/app/wiring.cc", ["void f(mint::OneTimeStore& codes) { codes.put(row, event); }",
                                               "database.one_time().put({}, event);"])

    def test_a_session_opened_elsewhere(self):
        self.each_caught("src/identity/login.cc", [
            "mint::SessionRow row{.id = id};",
            "mint::SessionRow row{};",
            "auto row = mint::SessionRow{.id = id};",
            "auto row = std::make_unique<mint::SessionRow>();",
            "TRY(sessions_.open(row, event));",
            "TRY(database.sessions().open(row, event));",
            "TRY(parts_.sessions->open(row, event));",
            "TRY(where.open({.id = id}, event));",
            "auto open = &mint::SessionStore::open;",
            "void f(mint::SessionStore& s) { s.open(row, event); }"])

    def test_a_standing_made_by_hand(self):
        self.each_caught("src/oauth/token.cc", [
            "auto user = identity::UserGate::judge({{.id = person, .sub = sub}});",
            "auto user = users_.judge( {active});",
            "const identity::users::Standing standing{.id = person};",
            "std::optional<identity::users::Standing> standing;"], "read from their row")
        self.plant("src/oauth/token.cc", "const auto user = identity::UserGate::judge(shown->person());\n")
        self.plant("src/storage/sql/rows.cc", "identity::users::Standing standing{.id = {1}};\n")
        self.assert_clean(self.problems())

    def test_a_row_inserted_by_hand(self):
        self.each_caught("src/app/repair.cc", [
            'run("INSERT INTO sessions VALUES ($1)");',
            'run("insert or replace into  one_time (hash) VALUES ($1)");'], "a row that only mint makes")

    def test_a_proof_made_or_forged_elsewhere(self):
        self.each_caught("src/oauth/token.cc", [
            "mint::Proof<oauth::ClientGate, mint::Client> proof(fact);",
            "using Mine = mint::Proof<MyGate, mint::LiveUser>;",
            "auto proof = std::bit_cast<mint::SetupProof>(fact);",
            "auto& proof = reinterpret_cast<const mint::UserProof&>(fact);",
            "auto proof = static_cast<mint::ClientProof>(fact);",
            "#define private public",
            "#define class struct"])

    def test_a_proof_made_of_octets(self):
        self.each_caught("src/oauth/token.cc", [
            "std::memcpy(&there, &fact, sizeof fact); const mint::UserProof& proof = there;",
            "memmove(where, &fact, sizeof fact); mint::UserProof* proof;",
            "union Both { mint::LiveUser fact; mint::UserProof proof; };",
            "auto* proof = new (place) mint::UserProof(fact);",
            "auto* proof = std::construct_at<mint::UserProof>(place, fact);"], "made of octets")
        self.plant("src/oauth/token.cc", "std::memcpy(to, from, size);\n")
        self.assert_clean(self.problems())

    def test_a_gate_under_another_name(self):
        self.each_caught("src/oauth/token.cc", [
            "using G = identity::UserGate;",
            "typedef identity::UserGate G;",
            "template <class T> using G = identity::UserGate;"], "under another name")
        self.plant("src/oauth/token.cc", "using identity::UserGate;\nidentity::UserGate gate;\n")
        self.assert_clean(self.problems())

    def test_another_proof(self):
        self.each_caught("src/mint/more.h", [
            "template <class Gate, class Fact> class Proof;",
            "template <> class Proof<identity::UserGate, LiveUser> {};",
            "template <class Fact> class Proof<identity::UserGate, Fact> {};"])
        self.each_caught("src/oauth/more.h",
                         ["template <> class mint::Proof<identity::UserGate, mint::LiveUser> {};"])

    def test_a_friend_of_mint(self):
        self.each_caught("src/mint/other.h", ["friend class oauth::TokenEndpoint;", "friend Gate;"],
                         "mint has no friends")
        self.plant("src/mint/other.h")
        self.plant(check_mint.PROOF, "  friend Gate;\n  friend class Door;\n")
        self.assert_caught(self.problems(), f"{check_mint.PROOF}:2:", "friend class Door")

    def test_a_gate_defined_twice(self):
        self.plant("src/identity/z_again.cc", "class UserGate : Base {\n};\n")
        self.assert_caught(self.problems(), "z_again.cc:1:", "a second time")

    def test_a_gate_outside_its_room(self):
        self.each_caught("src/oauth/gates.h", [
            "namespace identity { class FactorGate { }; }",
            "class identity::FactorGate {",
            "struct FactorGate final {",
            "using FactorGate = Anyone;",
            "typedef Anyone FactorGate;",
            "#define FactorGate Anyone"], "outside its room")

    def test_a_gate_played_where_it_may_not_be(self):
        self.plant("tests/flows/gates.h", "struct UserGate {\n};\n")
        self.assert_caught(self.problems(), "tests/flows/gates.h:1:", "is played, though")
        self.plant("tests/flows/gates.h")
        self.plant("bench/gates.h", "struct FactorGate {\n};\n")
        self.assert_caught(self.problems(), "bench/gates.h:1:", "played outside tests/")

    def test_an_heir_of_a_gate(self):
        self.each_caught("src/oauth/heir.h", ["class Heir : public identity::UserGate {",
                                              "struct Heir final : Base, identity::UserGate {"], "derived")

    def test_a_gate_with_friends_in_other_rooms(self):
        for friend in ("friend class oauth::Token;", "friend struct ::http::Server;",
                       "template <class T> friend class T;", "friend Token;"):
            with self.subTest(friend):
                named = " using oauth::Token;" if friend == "friend Token;" else ""
                self.plant("src/identity/user_gate.h",
                           ROOM.replace(" {\nclass", f" {{{named}\nclass").replace(" public:", f"  {friend}\n public:"))
                self.assert_caught(self.problems(), "user_gate.h:3:", "a friend of another room")

    def test_a_gate_that_is_declared_for_two_rooms_or_for_none(self):
        self.plant(check_mint.GATES, GATES.replace("class ClientGate;", "class ClientGate;\nclass UserGate;"))
        self.assertTrue(any("is declared for" in problem for problem in self.problems()))
        self.plant(check_mint.GATES, GATES.replace("Proof<oauth::ClientGate", "Proof<oauth::AnyGate"))
        self.assert_caught(self.problems(), "oauth::AnyGate is no gate declared here")

    def test_a_tree_without_gates(self):
        (self.root / check_mint.GATES).unlink()
        self.assert_caught(self.problems(), "is not there")

    def real(self, path, pattern, replacement):
        source = (planted.ROOT / path).read_text()
        changed = re.sub(pattern, replacement, source, count=1)
        self.assertNotEqual(changed, source)
        self.plant(path, changed)

    def test_a_warrant_that_can_do_without_a_proof(self):
        for loose in ("const UserProof* user", "std::optional<UserProof> user", "UserProof user",
                      "bool user_is_fine"):
            with self.subTest(loose):
                self.real(check_mint.WARRANTS, r"const UserProof& user", loose)
                self.assert_caught(self.problems(), "AuthorizationWarrant", "proofs by reference alone")

    def test_a_spent_proof_that_is_not_given_away(self):
        for loose in ("const SpentProof<Purpose::authorization_code>& code",
                      "SpentProof<Purpose::authorization_code>& code"):
            with self.subTest(loose):
                self.real(check_mint.WARRANTS, r"SpentProof<Purpose::authorization_code> code", loose)
                self.assert_caught(self.problems(), "RedemptionWarrant", "given away")
        self.copy(check_mint.WARRANTS)
        for loose in ("const RedemptionWarrant& warrant", "RedemptionWarrant& warrant"):
            with self.subTest(loose):
                self.real(check_mint.MINT, r"RedemptionWarrant warrant", loose)
                self.assert_caught(self.problems(), "tokens()", "to use again")

    def test_a_way_past_the_warrants(self):
        for way in ("base::Result<Token> token(std::int64_t user);",
                    "base::Result<std::vector<Token>> tokens(const LiveUser& user);",
                    "base::Result<Voucher> quick_code(const std::string& bound);",
                    "base::Result<OpenedSession> session(const UserProof& user);"):
            with self.subTest(way):
                self.real(check_mint.MINT, r"\n private:\n", f"\n  {way}\n private:\n")
                self.assert_caught(self.problems(), check_mint.MINT, "without a warrant")
