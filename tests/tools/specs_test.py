from tests.tools import planted
import specs


class Specs(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        self.plant("src/jose/jws.cc", 'return base::reject(code, "RFC7515-4.1.11", "crit");\n')
        self.plant("tests/unit/jose/jws_test.cc",
                   "TEST(Crit_TK12, is_refused) {\n  EXPECT_EQ(clause, \"RFC7515-4.1.11\");\n}\n")
        self.write()

    def write(self):
        (self.root / "SPECS.md").write_text(specs.page(self.root))

    def test_a_fresh_page_passes(self):
        self.assert_clean(specs.check(self.root))

    def test_the_page_says_clause_code_test_and_case(self):
        page = (self.root / "SPECS.md").read_text()
        self.assertIn("| RFC7515-4.1.11 | src/jose/jws.cc | tests/unit/jose/jws_test.cc |", page)
        self.assertIn("| TK12 | tests/unit/jose/jws_test.cc |", page)

    def test_a_clause_without_a_test(self):
        self.plant("src/jose/jwk.cc", 'return reject(code, "RFC7517-4.2", "use");\n')
        self.write()
        self.assert_caught(specs.check(self.root), "src/jose/jwk.cc", "RFC7517-4.2")

    def test_a_longer_clause_does_not_show_a_shorter_one(self):
        self.plant("src/jose/jwk.cc", 'reject(code, "RFC7515-4.1", "x"); reject(code, "RFC7515-4.1.1", "x");\n')
        self.write()
        self.assertEqual(len(specs.check(self.root)), 2)

    def test_an_identifier_can_name_a_clause(self):
        self.plant("src/jose/jwk.cc", 'return reject(code, "RFC7517-4.2", "use");\n')
        self.plant("tests/unit/jose/jwk_test.cc", "TEST(Jwk_RFC7517_4_2, use) {}\n")
        self.write()
        self.assert_clean(specs.check(self.root))

    def test_comments_name_clauses_in_words(self):
        self.plant("src/oauth/answer.h",
                   "// In every response (RFC 9207 section 2), and by OpenID Connect Core 1.0,\n"
                   "// sections 5.1 and 5.3.1; RFC 6750, section\n"
                   "// 3. It is of RFC 7519 alone, of OpenID Connect Discovery 1.0.\n")
        self.plant("tests/unit/oauth/answer_test.cc", "// OpenID Connect Core section 5.3.1.\n")
        self.write()
        page = (self.root / "SPECS.md").read_text()
        for clause in ("RFC9207-2", "OIDC-5.1", "RFC6750-3"):
            self.assertIn(f"| {clause} | src/oauth/answer.h |  |\n", page)
        self.assertIn("| OIDC-5.3.1 | src/oauth/answer.h | tests/unit/oauth/answer_test.cc |\n", page)
        self.assertNotIn("RFC7519", page)
        self.assertNotIn("OIDCD", page)
        self.assert_clean(specs.check(self.root))

    def test_a_stale_page(self):
        self.plant("tests/unit/jose/more_test.cc", "TEST(More_RFC7515_4_1_11, x) {}\n")
        self.assert_caught(specs.check(self.root), "stale")

    def test_a_missing_page(self):
        (self.root / "SPECS.md").unlink()
        self.assert_caught(specs.check(self.root), "stale")
