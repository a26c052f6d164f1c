#!/usr/bin/env python3
"""SPECS.md: which clause is kept by which code and shown by which test, and where each case is tested.

A clause is a string like "RFC7515-4.1.11" in src/, as reject() takes it, or what a comment calls
RFC 7515 section 4.1.11. A test shows it by naming it: RFC7515-4.1.11, RFC7515_4_1_11 in an identifier,
or as a comment does. A case is an id like HP4 in a test's name. The table of paths and gates is of
tools/gates.py.
Without --check the page is written; with it, a stale page or a clause of reject() without a test fails.
"""

import argparse
import collections
import pathlib
import re
import sys

import gates
import tree

SPEC = r"(?:RFC\d+|OIDC[A-Z]*|FAPI\w*|FIPS\d+|SP800\d*|WEBAUTHN|ASVS)"
CLAUSE = re.compile(rf'"({SPEC}-[A-Z]?\d+(?:\.\d+)*)"')
SHOWN = re.compile(rf"(?<![A-Za-z0-9])({SPEC})[-_]([A-Z]?\d+(?:[._]\d+)*)(?![0-9])")
SPOKEN = re.compile(
    r"\b(?:RFC (\d+)|OpenID Connect (Core|Discovery|RP-Initiated Logout)(?: 1\.0)?),?"
    r" (?:sections? )?(?!1\.0\b)(\d+(?:\.\d+)*(?:(?:,| and| to) \d+(?:\.\d+)*)*)")
OPENID = {"Core": "OIDC", "Discovery": "OIDCD", "RP-Initiated Logout": "OIDCRPL"}
NEXT_LINE = re.compile(r"\n\s*(?://|#)\s*")
CASES = re.compile(r"(?<![A-Za-z0-9])(?:AZ|TK|CK|LG|FD|LS|AD|SF|HP|KY|ST|DS|LO|PR|OP)\d{1,2}(?![A-Za-z0-9])")
# Where a test's name stands, in C++, Python and JavaScript.
NAMES = re.compile(
    r"(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|INSTANTIATE_TEST_SUITE_P)\(\s*(\w+\s*,\s*\w+)"
    r"|def (test_\w+)|\b(?:test|describe|it)\(\s*['\"`]([^'\"`]+)"
    r"|^class (\w+)\(|add_test\(\s*NAME\s+(\S+)", re.MULTILINE)
TEST_FILES = (".cc", ".py", ".js", ".mjs", ".ts", ".txt", ".cmake")


def natural(clause):
    return [(0, int(part), "") if part.isdigit() else (1, 0, part)
            for part in re.split(r"(\d+)", clause)]


def spoken(source):
    """The clauses that comments name in words, which may go on in the next line."""
    for rfc, openid, sections in SPOKEN.findall(NEXT_LINE.sub(" ", source)):
        for section in re.findall(r"[\d.]+", sections):
            yield f"{'RFC' + rfc if rfc else OPENID[openid]}-{section}"


def collect(root):
    """clause → files of src; the clauses of reject(); clause → files of tests; case → files of tests."""
    code, shown, cases = (collections.defaultdict(set) for _ in range(3))
    rejected = set()
    for path in tree.files(root, ".h", ".cc"):
        if path.parts[0] == "src":
            source = tree.text(root, path)
            clauses = CLAUSE.findall(source)
            rejected.update(clauses)
            for clause in [*clauses, *spoken(source)]:
                code[clause].add(str(path))
    for path in tree.files(root, *TEST_FILES):
        source = tree.text(root, path)
        if path.parts[0] != "tests" or path.parts[1] == "tools" or source is None:
            continue
        for spec, section in SHOWN.findall(source):
            shown[f"{spec}-{section.replace('_', '.')}"].add(str(path))
        for clause in spoken(source):
            shown[clause].add(str(path))
        for name in NAMES.findall(source):
            for case in CASES.findall(" ".join(name).replace("_", " ")):
                cases[case].add(str(path))
    return code, rejected, shown, cases


def table(head, rows):
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def page(root):
    code, _, shown, cases = collect(root)
    lines = ["# Clauses and cases", "",
             "Made by `tools/specs.py` from the sources and the tests; do not edit.", "",
             "## Clauses", "",
             "Every clause that a refusal names has a test; of those that comments name, not each.", ""]
    lines += table(("clause", "kept by", "shown by"), (
        (clause, "<br>".join(sorted(code[clause])), "<br>".join(sorted(shown[clause])))
        for clause in sorted(code, key=natural)))
    lines += ["", "## Attack and fault cases", ""]
    lines += table(("case", "tested by"), (
        (case, "<br>".join(sorted(cases[case]))) for case in sorted(cases, key=natural)))
    lines += gates.matrix(root)[0]
    return "\n".join(lines) + "\n"


def check(root):
    code, rejected, shown, _ = collect(root)
    problems = [f"{', '.join(sorted(code[clause]))}: no test shows {clause}"
                for clause in sorted(rejected, key=natural) if not shown[clause]]
    problems += gates.matrix(root)[1]
    path = root / "SPECS.md"
    if not path.exists() or path.read_text() != page(root):
        problems.append("SPECS.md is stale: run tools/specs.py")
    return problems


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=tree.ROOT)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not options.check:
        (options.root / "SPECS.md").write_text(page(options.root))
        sys.exit(0)
    found = check(options.root)
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)
