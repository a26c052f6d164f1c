"""What a token costs among millions: introspection and refresh with a few thousand live families of
tokens, and with five million. A few hundred of them are asked about again and again, so that what is
seen is how deep the tables have become, and not what a disk takes to read a page."""

import os
import pathlib
import sqlite3
import statistics
import subprocess
import tempfile

import oauth
from servers import ROOT, end, postgres, start_gapura

FEW, MANY = 5_000, 5_000_000
ASKED = 400  # real ones, whose tokens are asked about

# Copies of the real families under other ids, which lie among theirs: half of such an id is the time, so
# that what is asked about is not all in one place of the table.
SQLITE = """
WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count} - 1)
INSERT INTO families ({columns})
SELECT {values} FROM numbers JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM families) AS one
  ON one.place = n % {asked}"""
POSTGRES = """
INSERT INTO families ({columns})
SELECT {values} FROM generate_series(0, {count} - 1) AS n
  JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM families) AS one ON one.place = n % {asked}"""


def multiply(folder, database, count):
    names = ("id holder user_id session_id outlives_session generation seed body opened_at turned_at idle_until "
             "absolute_until gone_at sweep_after ended_at").split()
    new_id = ("substr(one.id, 1, 8) || decode(md5(n::text), 'hex')" if database else
              "CAST(substr(one.id, 1, 8) || randomblob(8) AS BLOB)")
    if database:
        new_id = f"substr({new_id}, 1, 16)"
    values = ", ".join(new_id if name == "id" else f"one.{name}" for name in names)
    text = (POSTGRES if database else SQLITE).format(columns=", ".join(names), values=values, count=count,
                                                     asked=ASKED)
    if database:
        subprocess.run(["psql", "-q", database, "-c", text, "-c", "ANALYZE families"], check=True)
        return
    connection = sqlite3.connect(pathlib.Path(folder) / "gapura.db")
    connection.execute(text)
    connection.commit()
    connection.close()


def crowded(folder, database, count):
    """A server with so many families, and the tokens of the real ones."""
    folder.mkdir()
    server = oauth.ours(folder, database)
    client = server.clients["ES256"]
    tokens = [server.tokens(client) for _ in range(ASKED)]
    end(server.process)
    multiply(folder, database, count)
    process, url, _ = start_gapura(folder, pinned=True, database=database)
    return oauth.Server(process, url, server.cookie, server.clients), tokens


def of_engine(report, engine, folder, cluster, quick):
    seconds, rounds = (2, 3) if quick else (5, 5)
    sizes = (FEW, MANY // 10 if quick else MANY)
    servers = []
    try:
        for size in sizes:
            database = None
            if cluster:
                subprocess.run(["psql", "-q", cluster, "-c", f"CREATE DATABASE tokens_{size}"], check=True)
                database = f"{os.path.dirname(cluster)}/tokens_{size}"
            servers.append(crowded(folder / str(size), database, size))
        for kind, token in (("introspect", "access_token"), ("refresh", "refresh_token")):
            costs = [[], []]
            for _ in range(rounds):
                for number, (server, tokens) in enumerate(servers):
                    authorization = server.clients["ES256"].authorization
                    waiting = [one[token] for one in tokens]
                    costs[number].append(server.ask(seconds, 0, kind, authorization, *waiting)[0])
                    if kind == "refresh":
                        tokens[:] = [server.tokens(server.clients["ES256"]) for _ in range(ASKED)]
            ratio = statistics.median(many / few for few, many in zip(*costs))
            few, many = map(statistics.median, costs)
            report(f"{kind} among {sizes[1]:,} families, {engine}", f"{many:.0f} us CPU",
                   f"{sizes[0]:,}: {few:.0f} us", f"{ratio:.2f}x", "-" if quick else "<= 1.3x",
                   None if quick else ratio <= 1.3)
    finally:
        end(*(server.process for server, _ in servers))


def bench(report, quick):
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        of_engine(report, "SQLite", pathlib.Path(folder), None, quick)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder, postgres() as cluster:
        of_engine(report, "PostgreSQL", pathlib.Path(folder), cluster, quick)
