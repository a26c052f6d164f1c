from tests.tools import planted
import check_words


class Words(planted.PlantedTree):
    # Written in two parts, so that this file is clean itself.
    SINS = {
        "README.md": ["see /wo" "rk/main", "cd /tm" "p/x", "TO" "DO: later", "a FIX" "ME", "issue " "#12",
                      "https://registry.npm" "js.org/x"],
        "tests/unit/base/a_test.cc": ["GTEST_" "SKIP();", "TEST(A, DIS" "ABLED_b) {}",
                                      "std::this_thread::sleep" "_for(1s);"],
        "tests/browser/a.spec.js": ["test.sk" "ip('x')", "test.on" "ly('x')", "page.waitFor" "Timeout(9)"],
        "src/base/a.cc": ["int x;  // NO" "LINT", "int x;  // NO" "LINT(bugprone-x)",
                          "// NO" "LINTNEXTLINE(bugprone-x)", 'auto s = "<p>Hello</p>";',
                          'auto s = R"(<div class="a">)";'],
        "tests/browser/package-lock.json": ['{"resol' 'ved": "https://somewhere/x.tgz"}'],
    }
    CLEAN = {
        "README.md": ["a network/tm" "p/x", "the worker's to-do list", "build/work", "mktemp -d"],
        "tests/unit/base/a_test.cc": ["TEST(Skip, that_is_a_name) {}"],
        "src/base/a.cc": ["int x;  // NO" "LINT(bugprone-x): the library asks for it",
                          "// a page has <p> in a file", 'auto s = "a < b && c > d";', "if (a <b) {}"],
        "tests/browser/package-lock.json": ['{"integrity": "sha512-/tm' 'p/x"}'],
    }

    def test_each_sin_is_caught(self):
        for path, sins in self.SINS.items():
            for sin in sins:
                with self.subTest(path=path, sin=sin):
                    self.plant(path, f"first line\n{sin}\n")
                    self.assert_caught(check_words.check(self.root), f"{path}:2:")
            (self.root / path).unlink()

    def test_what_is_no_sin_passes(self):
        for path, lines in self.CLEAN.items():
            for line in lines:
                with self.subTest(path=path, line=line):
                    self.plant(path, line + "\n")
                    self.assert_clean(check_words.check(self.root))
