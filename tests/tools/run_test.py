"""./dev run and ./dev demo with planted programs: what they say, and that Ctrl-C leaves nothing."""

import os
import pathlib
import signal
import subprocess
import time

from tests.tools import planted

DEV = planted.ROOT / "tools/dev"
PROGRAM = """#!/bin/sh
[ "$1" = setup-link ] || exit 1
shift
echo "http://$GAPURA_LISTEN/setup?code=x with $*"
"""
# Says that it listens, waits, and notes which signal ended it; a shell could not take a SIGINT that
# was ignored before it began, as it is in what a script starts in the background.
SERVER = """#!/usr/bin/env python3
import os, pathlib, signal, sys
ends = {signal.SIGINT, signal.SIGTERM}
for end in ends:
    signal.signal(end, lambda *_: None)
signal.pthread_sigmask(signal.SIG_BLOCK, ends)
def note(*words):
    with open(os.environ["NOTES"], "a") as notes:
        print(pathlib.Path(sys.argv[0]).parent.name, *words, file=notes)
note("began", os.environ.get("GAPURA_DATABASE_URL", "alone"))
print("listening http://localhost:7777 ops http://localhost:7778", flush=True)
note(signal.Signals(signal.sigwait(ends)).name)
"""
GAPURA = """#!/bin/sh
case $1 in
  serve) exec serving/gapura/server ;;
  user) cat >/dev/null ;;
  site) echo '{"site_id": "s", "secret": "x"}' ;;
  setup-link) echo "http://$GAPURA_LISTEN/setup?code=x" ;;
esac
"""
# What a script starts is built already; the cluster's programs are planted ones of this user.
STARTED = """set -euo pipefail
ROOT=$PWD
for part in say postgres run demo; do source "$DEV/$part.sh"; done
PG_BIN=$ROOT/pg pg_as=(setpriv --pdeathsig INT) pg_user=$(id -un)
need_packages() { :; }; need_node() { :; }; need_modules() { :; }; build() { :; }
"$@"
"""


class Announced(planted.PlantedTree):
    def announced(self, *arguments):
        """What is said of a server that listens on port 7777, whatever it was asked for."""
        self.program("build/release/gapura", PROGRAM)
        script = f'say() {{ echo "$*"; }}; source {DEV}/run.sh; DATA=data; announce "$@"'
        ran = subprocess.run(["bash", "-euo", "pipefail", "-c", script, "run", *arguments], cwd=self.root,
                             input="listening http://localhost:7777 ops http://localhost:7778\n",
                             capture_output=True, text=True, check=True)
        return ran.stdout

    def test_the_setup_link_is_of_the_port_that_was_found(self):
        for listen in (["--listen", "127.0.0.1:0"], ["--listen=127.0.0.1:0"], []):
            with self.subTest(listen):
                self.assertIn("http://127.0.0.1:7777/setup?code=x with --locale en\n",
                              self.announced(*listen, "--locale", "en"))
                self.assertIn("/setup?code=x", self.announced(*listen))


class Ended(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        self.notes, self.said = self.root / "notes", self.root / "said"
        for path in ("serving/gapura/server", "bin/node", "pg/postgres"):
            self.program(path, SERVER)
        self.program("build/release/gapura", GAPURA)

    def begin(self, *command):
        """The command in a process group of its own, as a terminal has it: what reaches the group is
        Ctrl-C. Every process that comes of it has this folder in its environment."""
        with open(self.said, "wb") as said:
            started = subprocess.Popen(
                ["bash", "-c", STARTED, "dev", *command], cwd=self.root, stdin=subprocess.DEVNULL,
                stdout=said, stderr=said, process_group=0,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
                env={"PATH": f"{self.root}/bin:{os.environ['PATH']}", "DEV": str(DEV),
                     "NOTES": str(self.notes), "TMPDIR": str(self.root)})
        self.addCleanup(self.end_what_is_left)
        return started

    def what_is_left(self):
        mark = f"NOTES={self.notes}".encode()
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    yield int(entry.name)
            except OSError:
                pass  # gone meanwhile, or somebody else's

    def end_what_is_left(self):
        for left in self.what_is_left():
            os.kill(left, signal.SIGKILL)

    def until(self, is_so):
        patience = time.monotonic() + 20
        while not is_so():
            self.assertLess(time.monotonic(), patience, self.said.read_text())
            time.sleep(0.01)

    def interrupted(self, last, *command):
        """What it has said when the last word was heard, Ctrl-C came and nothing was left."""
        started = self.begin(*command)
        self.until(lambda: last in self.said.read_text() or started.poll() is not None)
        self.assertIsNone(started.poll(), self.said.read_text())
        os.killpg(started.pid, signal.SIGINT)
        self.assertEqual(started.wait(20), 0, self.said.read_text())
        self.until(lambda: not list(self.what_is_left()))
        return self.said.read_text()

    def test_run_says_where_to_go_and_ends_what_it_started(self):
        said = self.interrupted("once: http://127.0.0.1:7777/setup?code=x\n", "run")
        self.assertIn("Gapura is at http://localhost:7777 (health and metrics: "
                      "http://localhost:7778/readyz)\n", said)
        self.assertIn(f"data is in {self.root.resolve()}/data; Ctrl-C ends it\n", said)
        # Once, though the group and the script's trap both tell.
        self.assertEqual(self.notes.read_text(), "gapura began alone\ngapura SIGTERM\n")

    def test_run_with_postgres_ends_the_cluster_last(self):
        self.program("pg/initdb", '#!/bin/sh\nmkdir "$2"\ntouch "$2/PG_VERSION"\n')
        self.program("pg/pg_isready", '#!/bin/sh\ngrep -q "pg began" "$NOTES" 2>/dev/null\n')
        self.interrupted("once: ", "run", "--postgres")
        cluster, server, *ends = self.notes.read_text().splitlines()
        self.assertEqual(cluster, "pg began alone")
        self.assertRegex(server, r"^gapura began postgresql://gapura:[0-9a-f]{48}@/postgres\?host=/")
        self.assertEqual(ends, ["gapura SIGTERM", "pg SIGINT"])
        self.assertEqual(list(self.root.glob("gapura-pg.*")), [], "the folder of its socket")

    def test_demo_says_where_to_go_and_ends_its_four(self):
        for example in ("travelin", "spa"):
            self.program(f"serving/{example}/server", SERVER)
            self.program(f"examples/{example}/start",
                         f'#!/bin/sh\n[ "$1" = --build ] || exec serving/{example}/server\n')
        said = self.interrupted("Ctrl-C ends all\n", "demo")
        self.assertIn("dev: Travelin is at http://localhost:3000", said)
        self.assertIn("is at http://localhost:3001; what it calls Google", said)
        password = (self.root / "data/demo/password").read_text()
        self.assertIn(f"log in as dayat with {password}; Ctrl-C ends all\n", said)
        ends = sorted(line for line in self.notes.read_text().splitlines() if " began" not in line)
        self.assertEqual(ends, [f"{name} SIGTERM" for name in ("bin", "gapura", "spa", "travelin")])
