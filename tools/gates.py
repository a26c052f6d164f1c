#!/usr/bin/env python3
"""The paths to a token and the gates on them, as tools/specs.py prints them into SPECS.md.

Paths are the warrants of src/mint/warrants.h, gates and what shows them stand in tools/gates.toml. A
cell is tested where a test names it: in a text, "RefreshWarrant x session_live", or with _x_ in the
name of a TEST. What a comment says tests nothing.
"""

import collections
import re
import tomllib

import tree

LIST = "tools/gates.toml"
WARRANTS = "src/mint/warrants.h"
GATES = "src/mint/gates.h"
WARRANT = re.compile(r"\bstruct\s+(\w+Warrant)\s*\{(.*?)\n\};", re.DOTALL)
PROOF = re.compile(r"\b(\w+Proof)\b")
DEFINED = re.compile(r"\busing\s+(\w+Proof)\s*=")
TEST = re.compile(r"\bTEST(?:_[FP])?\s*\(([^)]*)\)")
CELL = re.compile(r"(?<![A-Za-z0-9])([A-Z]\w*?Warrant)(?: x |_x_)([a-z][a-z_]*[a-z])")


def source(root, path):
    return (root / path).read_text() if (root / path).exists() else ""


def named(text):
    """What a test file says in its texts and in the names of its tests."""
    return [literal for _, literal in tree.literals(text)] + TEST.findall(tree.bare(text))


def tested(root):
    """(warrant, gate) → files of tests that name it."""
    found = collections.defaultdict(set)
    for path in tree.files(root, ".cc", ".h"):
        if path.parts[0] == "tests":
            for cell in CELL.findall("\n".join(named(tree.text(root, path) or ""))):
                found[cell].add(str(path))
    return found


def reasons(listed, warrant):
    """gate → why this warrant has no such proof."""
    why = {}
    for owner in ("every", warrant):
        for reason, gates in listed.get("absent", {}).get(owner, {}).items():
            why.update(dict.fromkeys(gates, reason))
    return why


def matrix(root):
    """The lines of the page, and what is wrong."""
    warrants = {name: set(PROOF.findall(body))
                for name, body in WARRANT.findall(tree.bare(source(root, WARRANTS)))}
    if not warrants:
        return [], []
    listed = tomllib.loads(source(root, LIST))
    gates, unused = listed["gates"], listed.get("unused", {})
    paths = [name for name in warrants if name not in unused]
    found, problems, notes = tested(root), [], []
    known = {proof for proofs in gates.values() for proof in proofs}
    for proof in sorted(set(DEFINED.findall(tree.bare(source(root, GATES)))) - known):
        problems.append(f"{LIST}: no gate is shown by {proof}")
    for name in unused:
        if any(path.parts[0] == "src" and path.parts[1] != "mint" and name in (tree.text(root, path) or "")
               for path in tree.files(root, ".cc", ".h")):
            problems.append(f"{LIST}: {name} is used by now, and its gates need their tests")
    for warrant, gate in sorted(found):
        if warrant not in warrants or gate not in gates:
            problems.append(f"{', '.join(sorted(found[warrant, gate]))}: there is no cell {warrant} x {gate}")
    rows = []
    for gate, proofs in gates.items():
        row = [gate]
        for warrant in paths:
            why = reasons(listed, warrant).get(gate)
            held = (warrants[warrant] - set(listed.get("made_here", {}).get(warrant, []))) & set(proofs)
            if found[warrant, gate]:
                row.append("tested")
            elif why and not held:
                if why not in notes:
                    notes.append(why)
                row.append(f"– ({notes.index(why) + 1})")
            else:
                row.append("**missing**")
                problems.append(f"{WARRANTS}: {warrant} x {gate} has " + (
                    f"{', '.join(sorted(held))} and no test" if held else f"no proof, no test and no reason in {LIST}"))
        rows.append(row)
    lines = ["", "## Paths and gates", "",
             "What is made from which proofs; each cell closes the gate between a good beginning and the end.", ""]
    head = ["gate", *(name.removesuffix("Warrant") for name in paths)]
    lines += [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    lines += ["", *(f"{number}. {why}." for number, why in enumerate(notes, 1))]
    files = sorted(set().union(*found.values())) if found else []
    lines += ["", "Tested in " + ", ".join(files) + "."]
    return lines, problems
