from tests.tools import planted
import gates


class Gates(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        self.plant("src/mint/warrants.h", "struct CodeWarrant {\n  const UserProof& user;\n};\n")
        self.plant("src/mint/gates.h", "using UserProof = Proof<identity::UserGate, LiveUser>;\n")
        self.list("")
        self.plant("tests/unit/gates_test.cc", 'const Row kRows[] = {{"CodeWarrant x user_enabled"}};\n')

    def list(self, more):
        self.plant("tools/gates.toml",
                   '[gates]\nuser_enabled = ["UserProof"]\npkce = []\n'
                   '[absent.CodeWarrant]\n"it is a code" = ["pkce"]\n' + more)

    def problems(self):
        return gates.matrix(self.root)[1]

    def test_every_cell_tested_or_with_its_reason(self):
        self.assert_clean(self.problems())
        page = "\n".join(gates.matrix(self.root)[0])
        self.assertIn("| user_enabled | tested |", page)
        self.assertIn("| pkce | – (1) |", page)
        self.assertIn("1. it is a code.", page)

    def test_a_cell_without_a_test(self):
        self.plant("tests/unit/gates_test.cc")
        self.assert_caught(self.problems(), "CodeWarrant x user_enabled", "UserProof and no test")

    def test_an_identifier_names_a_cell(self):
        self.plant("tests/unit/gates_test.cc", "TEST(Code, is_refused_CodeWarrant_x_user_enabled) {}\n")
        self.assert_clean(self.problems())

    def test_what_is_neither_a_text_nor_the_name_of_a_test_names_no_cell(self):
        for source in ('// {"CodeWarrant x user_enabled"}\n', "/* CodeWarrant x user_enabled */\n",
                       "int CodeWarrant_x_user_enabled = 1;\n"):
            self.plant("tests/unit/gates_test.cc", source)
            self.assert_caught(self.problems(), "CodeWarrant x user_enabled", "UserProof and no test")

    def test_a_member_with_a_value_of_its_own_hides_no_proof_behind_it(self):
        self.plant("src/mint/warrants.h",
                   "struct CodeWarrant {\n  Extra extra = {};\n  const UserProof& user;\n};\n")
        self.plant("tests/unit/gates_test.cc")
        self.assert_caught(self.problems(), "CodeWarrant x user_enabled", "UserProof and no test")

    def test_a_new_path(self):
        self.plant("src/mint/warrants.h",
                   "struct CodeWarrant {\n  const UserProof& user;\n};\nstruct LinkWarrant {\n};\n")
        self.assertEqual(len(self.problems()), 2)

    def test_a_new_proof(self):
        self.plant("src/mint/gates.h", "using UserProof = Proof<A, B>;\nusing KeyProof = Proof<C, D>;\n")
        self.assert_caught(self.problems(), "KeyProof")

    def test_a_reason_is_none_for_a_gate_that_is_there(self):
        self.plant("tests/unit/gates_test.cc")
        self.list('"nobody asks" = ["user_enabled"]\n')
        self.assert_caught(self.problems(), "UserProof and no test")

    def test_a_path_that_is_used_after_all(self):
        self.list('[unused]\nCodeWarrant = "nobody makes it"\n')
        self.plant("tests/unit/gates_test.cc")
        self.assert_clean(self.problems())
        self.plant("src/oauth/token.cc", "mint.code(mint::CodeWarrant{user});\n")
        self.assert_caught(self.problems(), "CodeWarrant is used by now")

    def test_what_the_act_itself_has_made_needs_a_reason_alone(self):
        self.plant("tests/unit/gates_test.cc")
        self.list('"nothing was presented" = ["user_enabled"]\n[made_here]\nCodeWarrant = ["UserProof"]\n')
        self.assert_clean(self.problems())

    def test_a_cell_that_is_none(self):
        self.plant("tests/unit/more_test.cc", '"CodeWarrant x weather"\n')
        self.assert_caught(self.problems(), "more_test.cc", "CodeWarrant x weather")
