#!/usr/bin/env python3
"""Holds includes and CMake files to the table of layers, libraries and bans in tools/layers.toml."""

import fnmatch
import re
import tomllib

import tree

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
SEES = re.compile(r"gapura_layer\(\s*(\w+)(.*?)\)", re.DOTALL)
# Headers of C and POSIX, which every layer may use; those of C++ have no dot.
SYSTEM = re.compile(
    r"[a-z_]+|(sys|net|netinet|arpa|linux|sanitizer)/.*|"
    r"(dirent|dlfcn|errno|fcntl|grp|limits|netdb|poll|pthread|pwd|sched|signal|stdint|stdio|stdlib|"
    r"string|sysexits|termios|time|unistd|wait)\.h")


def include_problem(table, layer, quote, header):
    if quote == '"':
        seen = header.split("/")[0]
        if "/" not in header:
            return f'"{header}" is not written from src/'
        if seen != layer and seen not in table["sees"][layer]:
            return f'{layer} does not see {seen}, but includes "{header}"'
        return None
    library = max((prefix for prefix in table["libraries"] if header.startswith(prefix)),
                  key=len, default=None)
    if library is None:
        return None if SYSTEM.fullmatch(header) else f"<{header}> belongs to no layer yet"
    if layer not in table["libraries"][library]:
        return f"<{header}> belongs to {', '.join(table['libraries'][library])}, not to {layer}"
    return None


def cmake_problems(table, root):
    for layer, allowed in table["sees"].items():
        if not (root / "src" / layer).is_dir():
            continue
        path = root / "src" / layer / "CMakeLists.txt"
        found = SEES.search(re.sub(r"#.*", "", path.read_text())) if path.exists() else None
        if not found or found.group(1) != layer:
            yield f"src/{layer}/CMakeLists.txt: declares no layer {layer}"
            continue
        listed = re.search(r"\bSEES\b(.*?)(?=\b[A-Z]{3,}\b|$)", found.group(2), re.DOTALL)
        for seen in sorted(set(listed.group(1).split() if listed else []) - set(allowed)):
            yield f"src/{layer}/CMakeLists.txt: SEES {seen}, which the table does not allow"


def ban_problems(table, path, code):
    for ban in table["ban"]:
        if any(fnmatch.fnmatch(str(path), place) for place in ban.get("in", [])):
            continue
        for match in re.finditer(ban["pattern"], code):
            line = code.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: {match.group().strip()}: {ban['reason']}"


def check(root):
    table = tomllib.loads((root / "tools" / "layers.toml").read_text())
    problems = list(cmake_problems(table, root))
    for path in tree.files(root, ".h", ".cc"):
        if path.parts[0] != "src":
            continue
        source = tree.text(root, path)
        layer = path.parts[1]
        if layer not in table["sees"]:
            problems.append(f"{path}: {layer} is not in the table of layers")
            continue
        for match in INCLUDE.finditer(source):
            problem = include_problem(table, layer, *match.groups())
            if problem:
                problems.append(f"{path}:{source.count(chr(10), 0, match.start(1)) + 1}: {problem}")
        problems += ban_problems(table, path, tree.bare(source))
    return problems


if __name__ == "__main__":
    tree.main(check, __doc__)
