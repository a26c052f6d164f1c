#!/usr/bin/env python3
"""Migrations: the same steps for both engines, numbered without a gap, and never changed once recorded.

--record adds the checksums of new migrations to db/migrations/checksums.txt; it changes none.
"""

import argparse
import hashlib
import pathlib
import re
import subprocess
import sys

import tree

FOLDER = pathlib.PurePosixPath("db/migrations")
CHECKSUMS = FOLDER / "checksums.txt"
ENGINES = ("sqlite", "postgres")
NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


def steps(root, engine):
    folder = root / FOLDER / engine
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def parse(text):
    return {name: digest for digest, name in (line.split() for line in text.splitlines() if line)}


def recorded(root):
    path = root / CHECKSUMS
    return parse(path.read_text()) if path.exists() else {}


def actual(root):
    return {f"{engine}/{name}": hashlib.sha256((root / FOLDER / engine / name).read_bytes()).hexdigest()
            for engine in ENGINES for name in steps(root, engine)}


def once_recorded(root):
    """What any commit of this history recorded, as it was first recorded."""
    if not (root / ".git").exists():
        return {}
    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
    first = {}
    for commit in git("log", "--format=%H", "--", str(CHECKSUMS)).stdout.split():
        shown = git("show", f"{commit}:{CHECKSUMS}")
        if shown.returncode == 0:
            first.update(parse(shown.stdout))
    return first


def name_problems(root):
    lists = {engine: steps(root, engine) for engine in ENGINES}
    for engine, names in lists.items():
        if not names:
            yield f"{FOLDER}/{engine}: has no migration"
        for expected, name in enumerate(names, start=1):
            match = NAME.fullmatch(name)
            if not match:
                yield f"{FOLDER}/{engine}/{name}: is not named like 0001_what_it_does.sql"
            elif int(match.group(1)) != expected:
                yield f"{FOLDER}/{engine}/{name}: number {expected:04} was expected here"
    sqlite, postgres = (set(lists[engine]) for engine in ENGINES)
    for name in sorted(sqlite ^ postgres):
        yield f"{FOLDER}: {name} is there for {'sqlite' if name in sqlite else 'postgres'} alone"


def check(root):
    problems = list(name_problems(root))
    now, listed = actual(root), recorded(root)
    for name, digest in once_recorded(root).items():
        if listed.get(name) != digest:
            problems.append(f"{CHECKSUMS}: {name} was recorded otherwise before; a migration is for ever")
    for name, digest in sorted(listed.items()):
        if name not in now:
            problems.append(f"{FOLDER}/{name}: was recorded and is gone; migrations go forward only")
        elif now[name] != digest:
            problems.append(f"{FOLDER}/{name}: differs from what was recorded; write a new migration")
    for name in sorted(set(now) - set(listed)):
        problems.append(f"{FOLDER}/{name}: not recorded; when it is final: check_migrations.py --record")
    return problems


def record(root):
    listed = recorded(root)
    merged = actual(root) | listed
    (root / CHECKSUMS).write_text("".join(f"{merged[name]}  {name}\n" for name in sorted(merged)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=tree.ROOT)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    if options.record:
        record(options.root)
    found = check(options.root)
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)
