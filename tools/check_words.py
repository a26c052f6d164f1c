#!/usr/bin/env python3
"""The tree speaks of itself alone, and leaves nothing for later: no machine's paths or hosts, no
marks of unfinished work, no test that is switched off, no lint silenced without a reason, no page
in code."""

import re

import tree

# Patterns are broken so that this file does not name what it looks for.
ANYWHERE = [
    (re.compile(r"(?<![\w.}])/(wo" r"rk|tm" r"p)/"),
     "an absolute path of some machine; ask mktemp or take it as an argument"),
    (re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b"), "unfinished work: do it now, or write an issue"),
    (re.compile(r"(?i)\bissues? " r"#?\d"), "the tree does not know its issues' numbers"),
    (re.compile(r"(?i)registry\.npm" r"js|deb\.deb" r"ian|pypi\." r"org|static\.crates\." r"io"),
     "the host of a package registry"),
]
LOCKFILE = (re.compile(r'"resol' r'ved": "https?:'),
            "says where packages come from; set omit-lockfile-registry-resolved=true in the folder's "
            ".npmrc and make the lockfile again")
TESTS = (re.compile(r"GTEST_" r"SKIP|\bDIS" r"ABLED_\w|\b(test|it|describe)\.(sk" r"ip|on" r"ly|fix" r"me)\b|"
                    r"@unittest\.sk" r"ip|sleep" r"_for|waitFor" r"Timeout"),
         "a test that is switched off or sleeps")
SILENCED = (re.compile(r"NO" r"LINT(?!END)(NEXTLINE|BEGIN)?+(\([^)]*\))?+(?!: *\w)"),
            "a silenced lint needs its reason: NO" "LINT(check): reason")
MARKUP = re.compile(r"(?i)</?(html|head|body|div|span|p|a|form|input|button|script|style|h[1-6]|br|ul|li)"
                    r"(\s[^<>]*)?/?>")
LONG_TEXT = {"LICENSE"}


def line_of(source, position):
    return source.count("\n", 0, position) + 1


def check(root):
    problems = []
    for path in tree.files(root):
        source = tree.text(root, path)
        if source is None or path.name in LONG_TEXT:
            continue
        rules = list(ANYWHERE)
        if path.name.endswith("lock.json"):
            rules = [LOCKFILE]
        elif path.parts[0] == "tests":
            rules.append(TESTS)
        if path.suffix in (".h", ".cc"):
            rules.append(SILENCED)
        for pattern, why in rules:
            for match in pattern.finditer(source):
                problems.append(f"{path}:{line_of(source, match.start())}: {match.group()}: {why}")
        if path.parts[0] == "src" and path.suffix in (".h", ".cc"):
            for line, literal in tree.literals(source):
                if MARKUP.search(literal):
                    problems.append(f"{path}:{line}: markup in code; pages are files in assets/")
    return problems


if __name__ == "__main__":
    tree.main(check, __doc__)
