#!/usr/bin/env python3
"""Keeps src/mint the one place that makes tokens, codes, links and sessions: nothing else signs,
writes their rows or makes proofs, each gate has one definition in the room it is named for, and
what mint makes it makes from a warrant of proofs alone."""

import re

import tree

GATES = "src/mint/gates.h"
PROOF = "src/mint/proof.h"
WARRANTS = "src/mint/warrants.h"
MINT = "src/mint/mint.h"
PLAYED = "tests/unit/mint/"  # mint sees no room, so its own tests play them all
PRODUCTS = r"(?:std::vector<Token>|Token|Voucher|OpenedSession)"

# Code that belongs to some layers only: pattern, layers, why.
RESERVED = [
    (r"\bSigningKey\b", {"crypto", "jose", "keys"}, "signing keys are the key ring's"),
    (r"\b(?:Mac)?Signer\b", {"jose", "keys", "mint"}, "signers make tokens; ask mint"),
    (r"\b(?:SigningInputs|with_signature)\b", {"jose"}, "a token put together by hand; ask mint"),
    (r"(?:\.|->)\s*sign\s*\(", {"crypto", "jose", "mint"}, "signs what may be a token; ask mint"),
    (r"(?:\.|->)\s*signer\b", {"crypto", "jose", "keys", "mint"}, "signers make tokens; ask mint"),
    (r"\b(?:OneTime|SpendEvents)\b", {"mint", "storage"}, "codes and links are mint's to make and spend"),
    (r"\bOneTimeStore\b(?!\s*&)", {"mint", "storage"}, "codes and links are mint's to make and spend"),
    (r"\bone_time\w*\s*(?:\(\s*\))?\s*(?:\.|->)\s*\w+", {"mint", "storage"},
     "codes and links are mint's to make and spend"),
    (r"\bSessionRow\s*(?:\w+\s*)?(?:=\s*)?[{(]|<\s*(?:mint::)?SessionRow\s*>\s*[({]", {"mint", "storage"},
     "a session made by hand; ask mint"),
    (r"\bSessionStore\s*::\s*open\b|\bsessions?\w*\s*(?:\(\s*\))?\s*(?:\.|->)\s*open\s*\(",
     {"mint", "storage"}, "opens a session; ask mint"),
    (r"(?:\.|->)\s*open\s*\(\s*\{", {"mint", "storage"}, "opens a session, it seems; ask mint"),
    (r"\busers\s*::\s*Standing\b|(?:\.|->|::)\s*judge\s*\(\s*\{", {"families", "identity", "storage"},
     "how a person stands is read from their row"),
    (r"\bmake_family_token\b", {"mint"}, "a token made by hand; ask mint"),
    (r"\bProof\s*<", set(), "proofs are named in mint/gates.h alone"),
    (r"#\s*define\s+(?:private|protected|class)\b", set(), "opens every class there is"),
]
# In files that know a port, whatever its variable is called.
IN_FILES_WITH = [
    (r"\bSessionStore\b", r"(?:\.|->)\s*open\s*\(", "opens a session; ask mint"),
    (r"\bOneTimeStore\b", r"(?:\.|->)\s*(?:put|spend)\s*\(", "codes are mint's to make and spend"),
]
CAST = re.compile(r"\b(?:reinterpret_cast|static_cast|bit_cast|start_lifetime_as)\s*<[^;()]*Proof\b[^;()]*>")
ANOTHER_PROOF = re.compile(
    r"\btemplate\b[^;{}()]*\b(?:class|struct)\s+(?:mint::)?Proof\b\s*(<)?")
INSERT = re.compile(r"(?i)\binsert\s+(?:or\s+\w+\s+)?into\s+(one_time|sessions)\b")
NAMESPACE = re.compile(r"\bnamespace\s+(\w+)\s*\{([^{}]*)\}")
DECLARED = re.compile(r"\bclass\s+(\w+)\s*;")
FRIEND = re.compile(r"(\btemplate\b[^;{}]*)?\bfriend\s+(?:class\s+|struct\s+)?(?:::\s*)?(\w+)")
# Octets that become a proof without its constructor, in a file that knows proofs.
OCTETS = re.compile(r"\bmem(?:cpy|move)\s*\(|\bunion\b|\bnew\s*\(|\bconstruct_at\s*[<(]")


def line_of(source, position):
    return source.count("\n", 0, position) + 1


def gates_of(code):
    """{gate: room} as gates.h declares them, and what is wrong with the declarations."""
    gates, problems = {}, []
    for space in NAMESPACE.finditer(code):
        for declared in DECLARED.finditer(space.group(2)):
            gate, room = declared.group(1), space.group(1)
            if gate in gates:
                problems.append(f"{GATES}: {gate} is declared for {gates[gate]} and for {room}; "
                                "a gate's name is its own")
            gates[gate] = room
    for used in re.finditer(r"\bProof<\s*((?:\w+::)*\w+)", code):
        name = used.group(1)
        if name != "Mint" and gates.get(name.split("::")[-1]) != "::".join(name.split("::")[:-1]):
            problems.append(f"{GATES}:{line_of(code, used.start())}: {name} is no gate declared here")
    return gates, problems


def definitions(gates, sources):
    """(gate, path, line) of every class body, alias or macro that has a gate's name."""
    names = "|".join(gates)
    body = re.compile(r"\b(?:class|struct|union|enum)\s+(?:\[\[[^\]]*\]\]\s*)?(?:\w+::)*(" + names +
                      r")\b\s*(?:final\b)?\s*(?::(?!:)[^;{}]*)?\{"
                      r"|(?:\busing|#\s*define)\s+(" + names + r")\b\s*[=({]?"
                      r"|\btypedef\b[^;{}]*\b(" + names + r")\s*;")
    for path, code in sources:
        for match in body.finditer(code):
            yield next(filter(None, match.groups())), path, line_of(code, match.start())


def gate_problems(gates, sources):
    if not gates:
        return
    found = {}
    for gate, path, line in definitions(gates, sources):
        found.setdefault(gate, []).append((path, line))
    for gate, places in sorted(found.items()):
        inside = [place for place in places if place[0].parts[0] == "src"]
        room = f"src/{gates[gate]}/"
        for path, line in inside:
            if not str(path).startswith(room):
                yield f"{path}:{line}: {gate} is defined outside its room, {room}"
        for path, line in inside[1:]:
            yield f"{path}:{line}: {gate} is defined a second time; the first is in {inside[0][0]}"
        for path, line in places:
            if path.parts[0] not in ("src", "tests"):
                yield f"{path}:{line}: {gate} is played outside tests/"
            elif path.parts[0] == "tests" and inside and not str(path).startswith(PLAYED):
                yield f"{path}:{line}: {gate} is played, though {inside[0][0]} defines it"
    heir = re.compile(r"\b(?:class|struct)\s+\w+\s*(?:final\s*)?:(?!:)[^;{}]*\b(" + "|".join(gates) +
                      r")\s*[,{]")
    alias = re.compile(r"\b(?:using\s+\w+\s*=|typedef\b)[^;]*\b(" + "|".join(gates) + r")\b\s*(?:\w+\s*)?;")
    layers = {path.parts[1] for path, _ in sources if path.parts[0] == "src"}
    for path, code in sources:
        if path.parts[0] != "src":
            continue
        for match in heir.finditer(code):
            yield f"{path}:{line_of(code, match.start())}: a class derived from {match.group(1)}"
        for match in alias.finditer(code):
            if match.group().split()[1] != match.group(1):  # of its own name: a definition, found above
                yield f"{path}:{line_of(code, match.start())}: {match.group(1)} under another name"
        for gate in (gate for gate, places in found.items() if any(where == path for where, _ in places)):
            for match in FRIEND.finditer(code):
                named = re.search(r"\busing\b[^;]*\b" + match.group(2) + r"\s*[;=]", code)
                if match.group(1) or match.group(2) in layers - {gates[gate]} or named:
                    yield f"{path}:{line_of(code, match.start())}: {gate} lets in a friend of another room"


def reserved_problems(sources):
    for path, code in sources:
        if path.parts[0] != "src":
            continue
        layer = path.parts[1]
        for pattern, layers, why in RESERVED:
            if layer in layers or (not layers and str(path) in (GATES, PROOF)):
                continue
            for match in re.finditer(pattern, code):
                yield f"{path}:{line_of(code, match.start())}: {match.group().strip()}: {why}"
        if layer in ("mint", "storage"):
            continue
        for knows, pattern, why in IN_FILES_WITH:
            if re.search(knows, code):
                for match in re.finditer(pattern, code):
                    yield f"{path}:{line_of(code, match.start())}: {match.group().strip()}: {why}"


def forgery_problems(sources):
    for path, code in sources:
        if path.parts[0] != "src":
            continue
        for match in CAST.finditer(code):
            yield f"{path}:{line_of(code, match.start())}: {match.group()}: a proof made by a cast"
        if re.search(r"\b\w+Proof\b", code):
            for match in OCTETS.finditer(code):
                yield f"{path}:{line_of(code, match.start())}: {match.group()}: a proof made of octets"
        if path.parts[1] == "mint":
            for match in re.finditer(r"\bfriend\b[^;{]*", code):
                if str(path) != PROOF or match.group().split() != ["friend", "Gate"]:
                    yield f"{path}:{line_of(code, match.start())}: {match.group()}: mint has no friends"
        for match in ANOTHER_PROOF.finditer(code):
            if str(path) != PROOF or match.group(1):
                yield f"{path}:{line_of(code, match.start())}: another Proof beside the one in {PROOF}"


def insert_problems(root, sources):
    for path, _ in sources:
        if path.parts[0] == "src" and path.parts[1] != "storage":
            for line, literal in tree.literals(tree.text(root, path)):
                if INSERT.search(literal):
                    yield f"{path}:{line}: {literal}: a row that only mint makes, through storage"


def shape_problems(code_of):
    """What mint makes is made from a warrant, and a warrant is proofs; one that holds what was spent
    once is given away, so that one spending makes one thing."""
    spends = set()
    for match in re.finditer(r"\bstruct\s+(\w+Warrant)\s*\{([^}]*)\}", code_of.get(WARRANTS, "")):
        for member in filter(None, (part.strip() for part in match.group(2).split(";"))):
            if re.search(r"\bSpentProof\b", member):
                spends.add(match.group(1))
                if not re.fullmatch(r"SpentProof<[\w:]+>\s+\w+", member):
                    yield f"{WARRANTS}: {match.group(1)}: {member}: a spent proof is given away with its warrant"
            elif not re.fullmatch(r"const \w+Proof&\s*\w+", member):
                yield f"{WARRANTS}: {match.group(1)}: {member}: a warrant holds proofs by reference alone"
    public = code_of.get(MINT, "").split("\nclass Mint {")[-1].split(" private:")[0]
    for match in re.finditer(r"\bbase::Result<\s*" + PRODUCTS + r"\s*>\s+(\w+)\s*\(\s*([^,)]*)", public):
        warrant = re.match(r"(const )?(\w+Warrant)\b(&?)", match.group(2))
        if not warrant:
            yield f"{MINT}: {match.group(1)}() makes something without a warrant"
        elif warrant.group(2) in spends and (warrant.group(1) or warrant.group(3)):
            yield f"{MINT}: {match.group(1)}() leaves its caller a {warrant.group(2)} to use again"


def check(root):
    sources = [(path, tree.bare(tree.text(root, path))) for path in tree.files(root, ".h", ".cc")
               if path.parts[0] in ("src", "tests", "bench", "examples")]
    code_of = {str(path): code for path, code in sources}
    if GATES not in code_of:
        return [f"{GATES} is not there: nothing says which gates there are"]
    gates, problems = gates_of(code_of[GATES])
    problems += gate_problems(gates, sources)
    problems += reserved_problems(sources)
    problems += forgery_problems(sources)
    problems += insert_problems(root, sources)
    problems += shape_problems(code_of)
    return problems


if __name__ == "__main__":
    tree.main(check, __doc__)
