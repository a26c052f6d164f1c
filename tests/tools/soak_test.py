"""A soak that has no fuzzer to run must not say that all passed."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tools/dev/test.sh"
RUN = (
    'set -euo pipefail; ROOT=$PWD; say() { :; }; die() { echo "$*" >&2; exit 1; }; '
    f'. "{SCRIPT}"; mkdir -p "$REPORTS"; run_fuzzers'
)


def soak(fuzzer_status=None):
    with tempfile.TemporaryDirectory() as folder:
        if fuzzer_status is not None:
            program = Path(folder, "build/fuzz/tests/fuzz/fuzz_planted")
            program.parent.mkdir(parents=True)
            program.write_text(f"#!/bin/sh\nexit {fuzzer_status}\n")
            os.chmod(program, 0o755)
        return subprocess.run(
            ["bash", "-c", RUN], cwd=folder, capture_output=True, check=False
        ).returncode


class Fuzzers(unittest.TestCase):
    def test_none_is_a_failure(self):
        self.assertNotEqual(soak(), 0)

    def test_one_that_fails_is_a_failure(self):
        self.assertNotEqual(soak(fuzzer_status=1), 0)

    def test_one_that_passes_passes(self):
        self.assertEqual(soak(fuzzer_status=0), 0)


if __name__ == "__main__":
    unittest.main()
