from tests.tools import planted
import check_sizes


class Sizes(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        self.table("")

    def table(self, exceptions):
        self.plant("tools/sizes.toml", "limit = 400\nlimit_of_tests = 600\n[exceptions]\n" + exceptions)

    def test_files_at_the_limit_pass(self):
        self.plant("src/base/a.cc", "\n" * 400)
        self.plant("tests/unit/base/a_test.cc", "\n" * 600)
        self.plant("tests/vectors/long.json", "\n" * 9000)
        self.assert_clean(check_sizes.check(self.root))

    def test_a_source_past_400_lines(self):
        self.plant("src/base/a.cc", "\n" * 401)
        self.assert_caught(check_sizes.check(self.root), "src/base/a.cc", "401")

    def test_a_test_past_600_lines(self):
        self.plant("tests/unit/base/a_test.cc", "\n" * 601)
        self.assert_caught(check_sizes.check(self.root), "601")

    def test_a_script_without_a_suffix(self):
        self.plant("dev", "#!/usr/bin/env bash\n" * 401)
        self.assert_caught(check_sizes.check(self.root), "dev: 401")

    def test_an_exception_with_a_reason_is_held_to_its_own_limit(self):
        self.table('"src/a.cc" = {lines = 500, reason = "a table"}\n')
        self.plant("src/a.cc", "\n" * 500)
        self.assert_clean(check_sizes.check(self.root))
        self.plant("src/a.cc", "\n" * 501)
        self.assert_caught(check_sizes.check(self.root), "its exception allows 500")

    def test_an_exception_without_a_reason(self):
        self.table('"src/a.cc" = {lines = 500, reason = ""}\n')
        self.plant("src/a.cc", "\n" * 450)
        self.assert_caught(check_sizes.check(self.root), "needs its reason")

    def test_an_exception_that_nothing_needs(self):
        self.table('"src/a.cc" = {lines = 500, reason = "a table"}\n')
        self.plant("src/a.cc", "\n")
        self.assert_caught(check_sizes.check(self.root), "needs no exception")
