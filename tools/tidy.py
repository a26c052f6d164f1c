#!/usr/bin/env python3
"""clang-tidy over the files of a build folder: all of them, or with --changed those that the paths on
standard input touch, the first --at-most of them. A file that passed is not looked at again until it
or a header changed."""

import argparse
import hashlib
import json
import os
import pathlib
import subprocess
import sys

import tree

TIDY = "clang-tidy-19"


def touched(changed, sources):
    """A changed source stands for itself, a changed header for the source that is named like it, or
    else for the first that includes it."""
    texts = None
    for path in changed:
        if path in sources:
            yield path
        elif path.suffix == ".h":
            twin = path.with_suffix(".cc")
            if twin in sources:
                yield twin
                continue
            texts = texts or {source: tree.text(tree.ROOT, source) for source in sources}
            name = str(path.relative_to("src") if path.parts[0] == "src" else path)
            yield from [source for source in sources if f'"{name}"' in texts[source]][:1]


def tidy(folder, path, seal):
    stamp = folder / "tidy" / f"{str(path).replace('/', '_')}.ok"
    key = hashlib.sha256(seal + (tree.ROOT / path).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == key:
        return True
    run = subprocess.run([TIDY, "-p", str(folder), "--quiet", str(path)], cwd=tree.ROOT,
                         capture_output=True, text=True)
    if run.returncode == 0:
        stamp.write_text(key)
    else:
        print(f"{path}:\n{run.stdout}{run.stderr}", flush=True)
    return run.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--changed", action="store_true")
    parser.add_argument("--at-most", type=int, default=sys.maxsize)
    options = parser.parse_args()
    commands = json.loads((options.folder / "compile_commands.json").read_text())
    known = {pathlib.PurePosixPath(os.path.relpath(entry["file"], tree.ROOT)) for entry in commands}
    sources = sorted(path for path in known if path.parts[0] in ("src", "tests", "bench"))
    if options.changed:
        listed = [pathlib.PurePosixPath(line.strip()) for line in sys.stdin if line.strip()]
        sources = list(dict.fromkeys(touched(listed, sources)))
        if len(sources) > options.at_most:
            print(f"clang-tidy: {len(sources)} files are touched, only {options.at_most} looked at")
        sources = sources[:options.at_most]
    (options.folder / "tidy").mkdir(exist_ok=True)
    seal = hashlib.sha256()
    for path in tree.files(tree.ROOT):
        if path.suffix == ".h" or path.name == ".clang-tidy":
            seal.update((tree.ROOT / path).read_bytes())
    tree.look_at_all(lambda path: tidy(options.folder, path, seal.digest()), sources,
                     "clang-tidy: {} files clean, {} not")


if __name__ == "__main__":
    main()
