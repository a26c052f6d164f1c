"""What every check needs: the files of a tree, C++ without its comments and strings, and a verdict."""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
UNTRACKED = {".git", "build", "data", "node_modules", "__pycache__"}


def files(root, *suffixes):
    """Paths below root, relative: what git tracks or would, or for a plain folder everything."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root, check=True, capture_output=True, text=True).stdout
        paths = [pathlib.PurePosixPath(name) for name in listed.split("\0") if name]
    else:
        paths = [pathlib.PurePosixPath(path.relative_to(root)) for path in root.rglob("*")
                 if not UNTRACKED & set(path.relative_to(root).parts)]
    return sorted(path for path in set(paths)
                  if (root / path).is_file() and (not suffixes or path.suffix in suffixes))


def text(root, path):
    """The text of a file; None for one that is not text."""
    data = (root / path).read_bytes()
    if b"\0" in data:
        return None
    return data.decode("utf-8", errors="replace")


_RAW = r'R"(?P<d>[^()\\ ]*)\(.*?\)(?P=d)"'
_TOKENS = re.compile(
    _RAW + r'|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.DOTALL)


def bare(source):
    """C++ with comments and the insides of literals blanked, line by line as it was."""
    def blank(match):
        token = match.group()
        hollow = re.sub(r"[^\n]", " ", token)
        return hollow if token.startswith("/") else '"' + hollow[1:-1] + '"'
    return _TOKENS.sub(blank, source)


def literals(source):
    """(line, text) of every string literal."""
    for match in _TOKENS.finditer(source):
        if match.group().startswith(('"', "R")):
            yield source.count("\n", 0, match.start()) + 1, match.group()


def look_at_all(look, things, verdict):
    """Looks at things side by side and exits by what look(thing) says; the verdict has a place for how
    many are good and one for how many are not."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        good = list(pool.map(look, things))
    print(verdict.format(good.count(True), good.count(False)))
    sys.exit(0 if all(good) else 1)


def main(check, description):
    """Runs check(root), which returns what is wrong, a line each."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=pathlib.Path, default=ROOT)
    problems = check(parser.parse_args().root.resolve())
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
