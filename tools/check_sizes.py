#!/usr/bin/env python3
"""A file that grew past its limit is two files. Limits and exceptions: tools/sizes.toml."""

import tomllib

import tree

CODE = (".h", ".cc", ".py", ".sh", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".css", ".html", ".sql",
        ".cmake", "")


def check(root):
    table = tomllib.loads((root / "tools" / "sizes.toml").read_text())
    exceptions = table.get("exceptions", {})
    problems = []
    unused = set(exceptions)
    for path in tree.files(root, *CODE):
        if path.name == "LICENSE":
            continue
        source = tree.text(root, path)
        if source is None or (path.suffix == "" and not source.startswith("#!")):
            continue
        limit = table["limit_of_tests" if path.parts[0] == "tests" else "limit"]
        lines = source.count("\n")
        if lines <= limit:
            continue
        allowed = exceptions.get(str(path))
        unused.discard(str(path))
        if allowed is None:
            problems.append(f"{path}: {lines} lines, {limit} are allowed")
        elif not allowed.get("reason"):
            problems.append(f"{path}: an exception needs its reason")
        elif lines > allowed["lines"]:
            problems.append(f"{path}: {lines} lines, its exception allows {allowed['lines']}")
    problems += [f"{path}: needs no exception" for path in sorted(unused)]
    return problems


if __name__ == "__main__":
    tree.main(check, __doc__)
