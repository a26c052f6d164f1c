"""A test run whose parts are planted: whatever becomes of one, the others run and the summary says it."""

import subprocess

from tests.tools import planted

SCRIPT = planted.ROOT / "tools/dev/test.sh"
STARTED = 'set -euo pipefail; ROOT=$PWD; say() { :; }; die() { echo "$*" >&2; exit 1; }; '
PLANTED = """
PARTS=(unprepared good bad empty)
part_unprepared() { need_packages build; PASSED=1; }
part_good() { PASSED=3; }
part_bad() { PASSED=2 FAILED=1; return 1; }
part_empty() { :; }
need_packages() { die "could not install: $*"; }
"""


class Parts(planted.PlantedTree):
    def run_parts(self, *parts):
        return subprocess.run(
            ["bash", "-c", f'{STARTED} . "{SCRIPT}"; {PLANTED} test_parts "$@"', "test", *parts],
            cwd=self.root, capture_output=True, text=True)

    def test_one_that_cannot_be_prepared_fails_and_the_next_ones_run(self):
        run = self.run_parts("unprepared", "good")
        self.assertEqual(run.returncode, 1)
        self.assertIn("could not install: build", run.stderr)
        self.assertRegex(run.stdout, r"(?m)^unprepared +0 passed +1 failed .* FAILED$")
        self.assertRegex(run.stdout, r"(?m)^good +3 passed +0 failed .* ok$")
        self.assertIn("3 passed, 1 failed\n", run.stdout)

    def test_one_that_fails_or_has_no_test_fails(self):
        run = self.run_parts("bad", "empty", "good")
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stdout, r"(?m)^empty +0 passed +1 failed .* FAILED$")
        self.assertIn("5 passed, 2 failed\n", run.stdout)

    def test_those_that_pass_pass(self):
        run = self.run_parts("good")
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_every_part_asks_for_what_it_needs(self):
        for part in ("lint", "tools", "unit", "threads", "browser", "interop"):
            run = subprocess.run(
                ["bash", "-c", f'{STARTED} . "{SCRIPT}"; build() {{ :; }}; lint() {{ PASSED=1; }}; '
                               f'need_node() {{ :; }}; need_packages() {{ die "wanted: $*"; }}; '
                               f'mkdir -p "$REPORTS"; part_{part}'],
                cwd=self.root, capture_output=True, text=True)
            self.assertRegex(run.stderr, "^wanted: build (lint|test)", part)
