"""The OAuth endpoints on one core: what a request costs Gapura, beside the least that it must cost (the
trivial route asked as often, its durable writes, its bare signatures) and beside node-oidc-provider doing the same
work from memory. Access tokens are opaque there, so they are here, but for client_credentials."""

import base64
import itertools
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from servers import (BENCH, ROOT, Unfollowed, add_user, durable_writes, end, gapura, load, log_in, postgres,
                     route_at, start_gapura)

PEER = ROOT / "bench" / "peer"
SCRIPT = ROOT / "bench" / "oauth.lua"
REDIRECT = "http://localhost:3000/cb"
SCOPE = "openid profile offline_access"
FAMILIES = 40


@dataclass
class Client:
    id: str
    secret: str

    @property
    def authorization(self):
        return "Basic " + base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()


@dataclass
class Work:
    name: str
    requests: int  # of an operation
    writes: str  # what its durable writes are, if it has any
    signature: str  # with what its one signature is made, if it has one
    of_limit: float  # goals: at most so often the limit, the peer at least so often dearer
    of_peer: float


def works(algorithm):
    rsa = algorithm == "RS256"
    near = 1.3 if rsa else 1.6
    return [Work("code flow", 2, "code_flow", algorithm, near, 1.6 if rsa else 6),
            Work("refresh", 1, "row", algorithm, near, 1.6 if rsa else 10)]


PLAIN = [Work("client_credentials", 1, "entry", "ES256", 1.6, 6),
         Work("introspection", 1, "", "", 1.6, 10), Work("userinfo", 1, "", "", 1.6, 6),
         Work("discovery", 1, "", "", 1.6, 6), Work("key set", 1, "", "", 1.6, 6)]


class Server:
    """One of the two, with somebody who is logged in, and a client for each algorithm."""

    def __init__(self, process, url, cookie, clients):
        self.process, self.url, self.cookie, self.clients = process, url, cookie, clients
        self.port = url.rsplit(":", 1)[1]

    def authorize(self, client):
        query = {"client_id": client.id, "redirect_uri": REDIRECT, "response_type": "code", "scope": SCOPE,
                 "state": "state-of-the-bench"}
        return "/oauth/authorize?" + urllib.parse.urlencode(query, quote_via=urllib.parse.quote)

    def tokens(self, client):
        """By the code flow, once."""
        request = urllib.request.Request(self.url + self.authorize(client), headers={"Cookie": self.cookie})
        try:
            urllib.request.build_opener(Unfollowed).open(request)
        except urllib.error.HTTPError as answer:
            code = re.search(r"code=([^&]+)", answer.headers["Location"]).group(1)
        body = {"grant_type": "authorization_code", "redirect_uri": REDIRECT, "code": code}
        request = urllib.request.Request(self.url + "/oauth/token", urllib.parse.urlencode(body).encode(),
                                         {"Authorization": client.authorization})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def arguments(self, work):
        client = self.clients[work.signature or "RS256"]
        same = {
            "introspection": lambda: ("POST", "/oauth/introspect", client.authorization,
                                      "token=" + self.tokens(client)["access_token"]),
            "userinfo": lambda: ("GET", "/oauth/userinfo", "Bearer " + self.tokens(client)["access_token"], ""),
            "discovery": lambda: ("GET", "/.well-known/openid-configuration", "", ""),
            "key set": lambda: ("GET", "/oauth/jwks", "", ""),
        }
        if work.name == "client_credentials":
            return ("same", "POST", "/oauth/token", self.clients["jwt"].authorization,
                    "grant_type=client_credentials&scope=api")
        if work.name == "code flow":
            body = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}
            return ("code", self.cookie, self.authorize(client), client.authorization, urllib.parse.urlencode(body))
        if work.name == "refresh":
            return ("refresh", client.authorization,
                    *(self.tokens(client)["refresh_token"] for _ in range(FAMILIES)))
        return ("same", *same[work.name]())

    def ask(self, seconds, rest, kind, *more):
        return load(self.process.pid, self.port, "/", seconds, (SCRIPT, kind, str(rest), *more))

    def measure(self, work, seconds, rest=0):
        cost, rate, slowest = self.ask(seconds, rest, *self.arguments(work))
        return cost * work.requests, rate / work.requests, slowest


def ours(folder, database):
    process, url, _ = start_gapura(folder, pinned=True, database=database)
    add_user(folder, "ani", database=database)

    def client(*more):
        made = gapura(folder, "client", "add", "--name", "Bench", "--redirect-uri", REDIRECT, "--first-party",
                      *more, database=database)
        return Client(made["client_id"], made["client_secret"])

    clients = {name: client("--scope", SCOPE, "--refresh", "--access-token", "opaque", "--id-token-alg", name)
               for name in ("RS256", "ES256")}
    clients["jwt"] = client("--scope", "api", "--client-credentials")
    return Server(process, url, f"gapura_session={log_in(url, 'ani')}", clients)


def peer(algorithm):
    process = subprocess.Popen(["taskset", "-c", "0", "node", "provider.mjs", algorithm], cwd=PEER, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env=dict(os.environ, NODE_ENV="production"))
    url = f"http://localhost:{process.stdout.readline().strip()}"
    one = Client("bench", "bench-secret-bench-secret-bench-secret")
    server = Server(process, url, "", dict.fromkeys((algorithm, "RS256", "ES256", "jwt"), one))
    jar = {}
    place = url + server.authorize(one)
    for _ in range(5):  # to the login, back, and to the client
        if not place.startswith(url):
            break
        request = urllib.request.Request(place, headers={"Cookie": "; ".join(map("=".join, jar.items()))})
        try:
            urllib.request.build_opener(Unfollowed).open(request)
        except urllib.error.HTTPError as answer:
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, value = cookie.split(";")[0].split("=", 1)
                jar[name] = value
            place = urllib.parse.urljoin(place, answer.headers["Location"])
    server.cookie = "; ".join(f"{name}={jar[name]}" for name in ("_session", "_session.sig"))
    return server


def bare_signatures(quick):
    out = subprocess.run([str(BENCH / "bench_sign"), "5" if quick else "15"], check=True, capture_output=True,
                         text=True).stdout
    return {name: float(bare) for name, _, bare, _ in map(str.split, out.splitlines())} | {"": 0.0}


def of_engine(report, engine, folder, database, peers, bare, quick):
    seconds, rounds = (2, 3) if quick else (5, 5)
    (folder / "gapura.toml").write_text('[scope.api]\ntitle_id = "API"\ntitle_en = "API"\n')
    server = ours(folder, database)
    beside = subprocess.Popen(["taskset", "-c", "0", str(BENCH / "bench_trivial_server"), "logged"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    numbers = itertools.count()
    worst = ("", 0.0)
    try:
        port = beside.stdout.readline().split()[0]
        for work in works("RS256") + works("ES256") + PLAIN:
            other = peers["ES256" if work.signature == "ES256" else "RS256"]
            costs, rates, ratios, flat_out, against = [], [], [], [], []
            other.measure(work, 2)  # what runs for the first time is not compiled yet
            for number in range(rounds):
                cost, rate, _ = server.measure(work, seconds)
                writes = durable_writes(database, folder, next(numbers), work.writes) if work.writes else 0
                beyond = writes + bare[work.signature]
                route = route_at(beside.pid, port, rate * work.requests, seconds)
                costs.append(cost), rates.append(rate)
                ratios.append(cost / (work.requests * route + beyond))
                route = load(beside.pid, port, "/bench", seconds)[0]
                flat_out.append(cost / (work.requests * route + beyond))
                against.append(other.measure(work, seconds)[0] / cost)
            cost, rate = statistics.median(costs), statistics.median(rates)
            ratio, times = statistics.median(ratios), statistics.median(against)
            name = " ".join(filter(None, (work.name, work.signature)))
            figure = f"{cost:.0f} us CPU, {rate:,.0f}/s"
            limit = f"limit {cost / ratio:.0f} us (routes flat out {statistics.median(flat_out):.2f}x)"
            report(f"{name}, {engine}", figure, limit, f"{ratio:.2f}x",
                   f"<= {work.of_limit}x", ratio <= work.of_limit)
            report(f"{name}, {engine}", figure, f"node-oidc-provider {cost * times:.0f} us",
                   f"{times:.1f}", f">= {work.of_peer}", times >= work.of_peer)
            # A connection rests for whole milliseconds, so that what is cheap runs below half its load.
            _, reached, slowest = server.measure(work, seconds, max(1, round(2 * 16 / (rate * work.requests) * 1000)))
            worst = max(worst, (f"{name}, {reached:,.0f}/s", slowest), key=lambda one: one[1])
        report(f"OAuth p99 at half load, {engine}", f"{worst[1]:.1f} ms", worst[0], "-", "< 20 ms", worst[1] < 20)
    finally:
        end(server.process, beside)


def bench(report, quick):
    bare = bare_signatures(quick)
    peers = {}
    try:
        for algorithm in ("RS256", "ES256"):
            peers[algorithm] = peer(algorithm)
        with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
            of_engine(report, "SQLite", pathlib.Path(folder), None, peers, bare, quick)
        with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder, postgres() as database:
            of_engine(report, "PostgreSQL", pathlib.Path(folder), database, peers, bare, quick)
    finally:
        end(*(one.process for one in peers.values()))
