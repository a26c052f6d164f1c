import json
import subprocess
import sys

from tests.tools import planted
import tree


class Headers(planted.PlantedTree):
    def setUp(self):
        super().setUp()
        self.plant("src/a/whole.h", "#include <string>\nstd::string whole();\n")
        self.plant("src/a/leaning.h", "std::string leaning();\n")
        self.plant("src/a/leaning.cc", '#include <string>\n#include "a/leaning.h"\n')
        commands = [self.command(f"build/a_verify_interface_header_sets/a/{name}.h.cxx", f'#include "a/{name}.h"\n')
                    for name in ("whole", "leaning")]
        commands.append(self.command("src/a/leaning.cc"))
        self.plant("build/compile_commands.json", json.dumps(commands))

    def command(self, path, text=None):
        if text:
            self.plant(path, text)
        return {"directory": str(self.root), "file": str(self.root / path),
                "command": f"clang++-19 -Isrc -o {path}.o -c {path}"}

    def run_tool(self, *arguments, changed=""):
        return subprocess.run([sys.executable, tree.ROOT / "tools/headers.py", self.root / "build",
                               "--root", self.root, *arguments],
                              input=changed, capture_output=True, text=True)

    def test_one_that_leans_on_its_users_is_caught(self):
        run = self.run_tool()
        self.assertEqual(run.returncode, 1)
        self.assertIn("src/a/leaning.h does not stand alone", run.stdout)
        self.assertIn("1 stand alone, 1 do not", run.stdout)

    def test_a_change_is_held_to_its_own_headers(self):
        self.assertEqual(self.run_tool("--changed", changed="src/a/whole.h\nREADME.md\n").returncode, 0)
        self.assertEqual(self.run_tool("--changed", changed="src/a/leaning.h\n").returncode, 1)
        self.assertEqual(self.run_tool("--changed", changed="src/a/leaning.cc\n").returncode, 0)

    def test_one_that_the_folder_does_not_know_is_no_success(self):
        self.plant("src/a/fresh.h")
        for arguments, changed in ((), ""), (("--changed",), "src/a/fresh.h\n"):
            run = self.run_tool(*arguments, changed=changed)
            self.assertEqual(run.returncode, 1)
            self.assertIn("no command that compiles alone: a/fresh.h", run.stderr)
        self.assertEqual(self.run_tool("--changed", changed="src/a/gone.h\nsrc/a/whole.h\n").returncode, 0)
