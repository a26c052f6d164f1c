#!/usr/bin/env python3
"""Writes assets/ into one C++ source file: templates, locales, and static files with their
precompressed forms. The same assets give the same bytes, whenever and wherever they are embedded.

templates/*.html   lines without their indentation
locale/*.txt       as they are
static/*           at /assets/NAME.HASH.EXT, since what never changes may be cached for a year;
                   url("NAME") in a stylesheet names another of them; a folder is one file, its
                   parts in the order of their names
root/*             at /NAME, for what the world looks for there
"""

import argparse
import hashlib
import pathlib
import re
import subprocess
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
COMPRESSIBLE = {".css", ".js", ".svg", ".txt", ".webmanifest"}
REFERENCE = re.compile(r'url\("([^"/:#]+)"\)')


class Fault(Exception):
    pass


def squeeze(command, data):
    """The compressed form; nothing when it saves less than a tenth."""
    out = subprocess.run(command, input=data, check=True, capture_output=True).stdout
    return out if len(out) < len(data) * 0.9 else b""


def static_files(folder):
    """(name, path, bytes), those that others refer to first."""
    done = {}

    def add(file, waiting=()):
        if file.name in done:
            return done[file.name][0]
        if file.name in waiting:
            raise Fault(f"{file.name} refers to itself")
        if not file.exists():
            raise Fault(f"{waiting[-1]} refers to {file.name}, which is not there")
        parts = sorted(file.iterdir()) if file.is_dir() else [file]
        data = b"".join(part.read_bytes() for part in parts)
        if file.suffix == ".css":
            data = REFERENCE.sub(
                lambda match: f'url("{add(folder / match.group(1), (*waiting, file.name))}")',
                data.decode()).encode()
        path = f"/assets/{file.stem}.{hashlib.sha256(data).hexdigest()[:10]}{file.suffix}"
        done[file.name] = (path, data)
        return path

    for file in sorted(folder.iterdir()):
        add(file)
    return [(name, path, data) for name, (path, data) in sorted(done.items())]


def array(name, data):
    body = ",".join(str(byte - 256 if byte > 127 else byte) for byte in data)
    return f"constexpr char {name}[] = {{{body}}};\n" if data else ""


def view(name, data):
    return f"std::string_view({name}, {len(data)})" if data else "{}"


class Source:
    def __init__(self):
        self.arrays = []
        self.tables = []

    def keep(self, data):
        name = f"k{len(self.arrays)}"
        self.arrays.append(array(name, data))
        return view(name, data)

    def table(self, function, kind, rows):
        body = "".join(f"      {{{row}}},\n" for row in rows)
        self.tables.append(
            f"std::span<const {kind}> {function}() {{\n  static constexpr {kind} kTable[] = {{\n"
            f"{body}  }};\n  return kTable;\n}}\n")

    def text(self):
        return ('#include "web/embedded.h"\n\nnamespace web {\nnamespace {\n\n' + "".join(self.arrays) +
                "\n}  // namespace\n\n" + "\n".join(self.tables) + "\n}  // namespace web\n")


def template_text(file):
    return "".join(line.strip() + "\n" for line in file.read_text().splitlines() if line.strip())


def embed(assets, brotli, gzip):
    source = Source()
    templates = assets / "templates"
    source.table("embedded_templates", "EmbeddedText",
                 [f'"{file.relative_to(templates).with_suffix("")}", {source.keep(template_text(file).encode())}'
                  for file in sorted(templates.rglob("*.html"))])
    source.table("embedded_locales", "EmbeddedText",
                 [f'"{file.stem}", {source.keep(file.read_bytes())}'
                  for file in sorted((assets / "locale").glob("*.txt"))])
    listed = [(*entry, True) for entry in static_files(assets / "static")]
    listed += [(file.name, f"/{file.name}", file.read_bytes(), False)
               for file in sorted((assets / "root").iterdir())]
    rows = []
    for name, path, data, immutable in listed:
        suffix = pathlib.PurePosixPath(name).suffix
        if suffix not in TYPES:
            raise Fault(f"{name}: no media type is known for {suffix}")
        packed = suffix in COMPRESSIBLE
        forms = [data, squeeze([gzip, "-9n", "-c"], data) if packed else b"",
                 squeeze([brotli, "-q", "11", "-w", "24", "-c"], data) if packed else b""]
        tag = hashlib.sha256(data).hexdigest()[:16]
        rows.append(f'"{name}", "{path}", "{TYPES[suffix]}", ' +
                    ", ".join(source.keep(form) for form in forms) +
                    f', "\\"{tag}\\"", {"true" if immutable else "false"}')
    source.table("embedded_files", "EmbeddedFile", rows)
    return source.text()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--brotli", default="brotli")
    parser.add_argument("--gzip", default="gzip")
    arguments = parser.parse_args()
    try:
        text = embed(arguments.assets, arguments.brotli, arguments.gzip)
    except Fault as fault:
        sys.exit(f"embed_assets: {fault}")
    arguments.out.write_text(text)


if __name__ == "__main__":
    main()
