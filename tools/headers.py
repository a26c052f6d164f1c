#!/usr/bin/env python3
"""Compiles headers of src/ alone, by the commands of a build folder: all of them, or with --changed
those among the paths on standard input. One that leans on what its users include fails, and so does
one that the folder does not know."""

import argparse
import json
import pathlib
import re
import shlex
import subprocess
import sys

import tree

MADE = re.compile(r"_verify_interface_header_sets/(?P<header>.*\.h)\.cxx$")


def commands_of(entries):
    """{header as it is included: (folder, command that only reads it)}."""
    commands = {}
    for entry in entries:
        if made := MADE.search(entry["file"]):
            words = shlex.split(entry["command"])
            del words[words.index("-o"):words.index("-o") + 2]
            commands[made["header"]] = (entry["directory"], words + ["-fsyntax-only"])
    return commands


def stands_alone(header, folder, command):
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if run.returncode != 0:
        print(f"src/{header} does not stand alone:\n{run.stderr}", flush=True)
    return run.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--changed", action="store_true")
    parser.add_argument("--root", type=pathlib.Path, default=tree.ROOT)
    options = parser.parse_args()
    commands = commands_of(json.loads((options.folder / "compile_commands.json").read_text()))
    headers = [str(path.relative_to("src")) for path in tree.files(options.root, ".h")
               if path.is_relative_to("src")]
    if options.changed:
        changed = {line.strip().removeprefix("src/") for line in sys.stdin}
        headers = [header for header in headers if header in changed]
    if unknown := [header for header in headers if header not in commands]:
        sys.exit(f"{options.folder} has no command that compiles alone: {', '.join(unknown)}")
    tree.look_at_all(lambda header: stands_alone(header, *commands[header]), headers,
                     "headers: {} stand alone, {} do not")


if __name__ == "__main__":
    main()
