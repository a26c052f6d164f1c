#!/usr/bin/env python3
"""The words of the pages: every language has the same keys with the same placeholders, each key is
used, each that is used is there, and no text is empty or brings markup of its own. Those of the command
line, which the compiler looks up, are in the order of their keys."""

import itertools
import re

import tree

LOCALES = "assets/locale"
COMMAND_LINE = "src/app/words.en"
# Forms of the plural, by CLDR, of the languages there are.
FORMS = {"en": {"one", "other"}, "id": {"other"}}
LINE = re.compile(r"(?P<key>[a-z0-9_.]+)(?:\[(?P<form>[a-z]+)\])?(?: = (?P<text>.*))?")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
MARKUP = re.compile(r"<|>|&[a-z]+;|&#")
IN_TEMPLATES = re.compile(r"\{\{(?P<kind>[tn]) (?P<key>[a-z0-9_.]+)")
# Words{"key"}, or {"key"} where the type is known.
IN_CODE = re.compile(r'\{"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"\}')


def read(root, path, problems):
    """key → form (None for a text that does not count) → text."""
    texts = {}
    for number, line in enumerate(tree.text(root, path).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if not match:
            problems.append(f"{path}:{number}: not a key and a text")
            continue
        key, form, text = match.group("key", "form", "text")
        where = f"{path}:{number}: {key}"
        if not (text or "").strip():
            problems.append(f"{where}: an empty text")
        elif text != text.strip():
            problems.append(f"{where}: blanks around the text")
        elif MARKUP.search(text):
            problems.append(f"{where}: markup in a text; pages are templates")
        elif set("{}") & set(PLACEHOLDER.sub("", text)):
            problems.append(f"{where}: a brace that is no placeholder")
        if form in texts.setdefault(key, {}):
            problems.append(f"{where}: stands twice")
        texts[key][form] = text or ""
    return texts


def check_forms(path, language, texts, counted):
    for key, forms in texts.items():
        expected = FORMS.get(language, {"other"}) if key in counted else {None}
        if set(forms) != expected:
            names = ", ".join(sorted(form or "none" for form in expected))
            yield f"{path}: {key}: must have the forms of the plural: {names}"


def check_placeholders(first, texts, first_texts, path):
    for key in sorted(set(texts) & set(first_texts)):
        # One form of a plural may say its number in words.
        here, there = (set().union(*(PLACEHOLDER.findall(text) for text in forms.values()))
                       for forms in (texts[key], first_texts[key]))
        if here != there:
            yield f"{path}: {key}: placeholders differ from {first}: {', '.join(sorted(here ^ there))}"


def used_keys(root):
    """key → where it is used; and the keys that count."""
    used, counted = {}, set()
    for path in tree.files(root, ".html", ".cc", ".h"):
        if path.is_relative_to("assets/templates"):
            for match in IN_TEMPLATES.finditer(tree.text(root, path)):
                used.setdefault(match.group("key"), path)
                if match.group("kind") == "n":
                    counted.add(match.group("key"))
        elif path.is_relative_to("src/web") or path.is_relative_to("src/endpoints"):
            for match in IN_CODE.finditer(tree.text(root, path)):
                used.setdefault(match.group(1), path)
    return used, counted


def check_order(root):
    if not (root / COMMAND_LINE).exists():
        return
    keys = [line.split(" = ")[0] for line in tree.text(root, COMMAND_LINE).splitlines()[1:-1]]
    for number, (before, key) in enumerate(itertools.pairwise(keys), 3):
        if key == before:
            yield f"{COMMAND_LINE}:{number}: {key} stands twice"
        elif key < before:
            yield f"{COMMAND_LINE}:{number}: {key} is out of order: it comes before {before}"


def check(root):
    problems = list(check_order(root))
    used, counted = used_keys(root)
    locales = {path: read(root, path, problems) for path in tree.files(root, ".txt")
               if path.is_relative_to(LOCALES)}
    if not locales:
        return [f"{LOCALES}: there is no locale"]
    first = min(locales)
    everything = set().union(*locales.values())
    for path, texts in locales.items():
        problems += [f"{path}: {key} is missing" for key in sorted(everything - set(texts))]
        problems += check_forms(path, path.stem, texts, counted)
        problems += check_placeholders(first, texts, locales[first], path)
    problems += [f"{first}: {key} is used nowhere" for key in sorted(everything - set(used))]
    problems += [f"{used[key]}: {key} is in no locale" for key in sorted(set(used) - everything)]
    return problems


if __name__ == "__main__":
    tree.main(check, __doc__)
