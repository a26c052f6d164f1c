import subprocess

from tests.tools import planted

RUN = planted.ROOT / "tools/dev/run.sh"
PROGRAM = """#!/bin/sh
[ "$1" = setup-link ] || exit 1
shift
echo "http://$GAPURA_LISTEN/setup?code=x with $*"
"""


class Run(planted.PlantedTree):
    def announced(self, *arguments):
        """What is said of a server that listens on port 7777, whatever it was asked for."""
        self.plant("build/release/gapura", PROGRAM)
        (self.root / "build/release/gapura").chmod(0o755)
        script = f'say() {{ echo "$*"; }}; source {RUN}; DATA=data; announce "$@"'
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
