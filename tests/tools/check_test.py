"""The checks of ./dev lint that are no program of their own, each on a planted sin."""

import subprocess

from tests.tools import planted

SCRIPT = planted.ROOT / "tools/dev/check.sh"
STARTED = 'set -euo pipefail; ROOT=$PWD; say() { echo "$*" >&2; }; need_node() { :; }; '


class Checks(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        self.git("init", "-q")

    def run_script(self, script):
        return subprocess.run(["bash", "-c", f'{STARTED} source "{SCRIPT}"; {script}'],
                              cwd=self.root, capture_output=True, text=True)

    def each_caught(self, check, clean, *sins):
        """A clean file passes; each sin, a path and its text, fails and is named."""
        self.plant(*clean)
        run = self.run_script(check)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        for path, text in sins:
            with self.subTest(path):
                self.plant(path, text)
                run = self.run_script(check)
                self.assertNotEqual(run.returncode, 0)
                self.assertIn(path, run.stdout + run.stderr)
                (self.root / path).unlink()

    def test_a_shell_script(self):
        self.each_caught("check_shell", ("clean.sh", '#!/bin/sh\necho "$1"\n'),
                         ("sin.sh", "#!/bin/sh\nrm -r $1/tmp\n"), ("sin", "#!/usr/bin/env bash\ncd /tmp\nls $1\n"))

    def test_a_python_program(self):
        self.each_caught("check_python", ("clean.py", "print(1)\n"),
                         ("sin.py", "print(\n"), ("sin", "#!/usr/bin/env python3\ndef f(:\n"))

    def test_a_javascript_program(self):
        self.each_caught("check_javascript", ("clean.mjs", "export const one = 1;\n"),
                         ("sin.mjs", "export const = 1;\n"), ("sin.js", "function (\n"))

    def test_what_a_check_that_passed_says_is_seen(self):
        run = self.run_script('lint_checks() { echo planted; }; planted() { echo "only 12 looked at"; }; lint')
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("\nonly 12 looked at\n", run.stderr)

    def test_one_that_failed_fails_the_whole_and_the_next_is_run(self):
        run = self.run_script('lint_checks() { echo false; echo planted; }; planted() { echo "seen"; }; lint')
        self.assertEqual(run.returncode, 1)
        self.assertIn("lint: 1 checks passed, 1 failed", run.stderr)
