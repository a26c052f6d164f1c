import contextlib
import io
import json
import pathlib
import subprocess
import sys
import unittest.mock

from tests.tools import planted
import tidy
import tree


class WhatAChangeTouches(planted.PlantedTree):
    def touched(self, *changed):
        sources = {pathlib.PurePosixPath(path) for path in ("src/a/one.cc", "src/a/two.cc")}
        self.plant("src/a/one.cc", '#include "a/one.h"\n')
        self.plant("src/a/two.cc", '#include "a/port.h"\n')
        with unittest.mock.patch.object(tree, "ROOT", self.root):
            return [str(path) for path in
                    tidy.touched([pathlib.PurePosixPath(path) for path in changed], sources)]

    def test_a_source(self):
        self.assertEqual(self.touched("src/a/one.cc"), ["src/a/one.cc"])

    def test_a_header_beside_its_source(self):
        self.assertEqual(self.touched("src/a/one.h"), ["src/a/one.cc"])

    def test_a_header_that_others_include(self):
        self.assertEqual(self.touched("src/a/port.h"), ["src/a/two.cc"])

    def test_what_is_no_code(self):
        self.assertEqual(self.touched("README.md", "tools/tidy.py", "src/a/gone.cc"), [])


class HowMuchIsLookedAt(planted.PlantedTree):
    def said(self, *options, changed=""):
        """What the tool says of a tree with a source of the program, of a test and of a benchmark."""
        paths = ["src/a/one.cc", "tests/unit/a/one_test.cc", "bench/one.cc", "examples/one.cc"]
        for path in paths:
            self.plant(path)
        self.plant("build/compile_commands.json",
                   json.dumps([{"file": str(self.root / path)} for path in paths]))
        said = io.StringIO()
        with unittest.mock.patch.object(tree, "ROOT", self.root), \
                unittest.mock.patch.object(tidy, "TIDY", "true"), \
                unittest.mock.patch.object(sys, "argv", ["tidy.py", str(self.root / "build"), *options]), \
                unittest.mock.patch.object(sys, "stdin", io.StringIO(changed)), \
                contextlib.redirect_stdout(said), self.assertRaises(SystemExit) as end:
            tidy.main()
        self.assertEqual(end.exception.code, 0)
        return said.getvalue()

    def test_everything(self):
        self.assertEqual(self.said(), "clang-tidy: 3 files clean, 0 not\n")

    def test_more_than_may_be_is_said(self):
        self.assertEqual(self.said("--changed", "--at-most", "1", changed="bench/one.cc\nsrc/a/one.cc\n"),
                         "clang-tidy: 2 files are touched, only 1 looked at\n"
                         "clang-tidy: 1 files clean, 0 not\n")


class Configuration(planted.PlantedTree):
    """The settings of clang-format and clang-tidy, on a file with a sin."""

    def setUp(self):
        super().setUp()
        self.copy(".clang-tidy")
        self.copy(".clang-format")

    def tidy(self, code):
        self.plant("src/a.cc", code)
        return subprocess.run([tidy.TIDY, "--quiet", "src/a.cc", "--", "-std=c++23"],
                              cwd=self.root, capture_output=True, text=True)

    def test_clang_tidy_passes_clean_code(self):
        run = self.tidy("int answer() { return 42; }\n")
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_clang_tidy_catches_a_use_after_move(self):
        run = self.tidy("#include <memory>\n#include <utility>\n"
                        "int f(std::unique_ptr<int> p) {\n  auto q = std::move(p);\n"
                        "  return *p + *q;\n}\n")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("bugprone-use-after-move", run.stdout)

    def test_clang_tidy_catches_a_name_in_another_style(self):
        run = self.tidy("int theAnswer() { return 42; }\n")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("readability-identifier-naming", run.stdout)

    def test_clang_format_catches_another_layout(self):
        for code, expected in (("int a() { return 1; }\n", 0), ("int a(){return 1;}\n", 1)):
            self.plant("src/a.cc", code)
            run = subprocess.run(["clang-format-19", "--dry-run", "--Werror", "src/a.cc"],
                                 cwd=self.root, capture_output=True)
            self.assertEqual(run.returncode, expected, code)
