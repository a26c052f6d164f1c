"""Gapura as a process of its own, its command line, people who log in to it, and a PostgreSQL beside
it: what the parts of bench/run measure."""

import contextlib
import http.cookiejar
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / "build" / "bench" / "bench"
GAPURA = ROOT / "build" / "release" / "gapura"
WITH_POSTGRES = ROOT / "tests" / "support" / "with-postgres"
PROCESS_CLOCK = 2
PASSWORD = "kuda-lumping-7-sendok-perak"


def cpu_seconds(pid):
    """Of all its threads, as clock_getcpuclockid() names the clock of another process: /proc counts in
    ticks of 10 ms, which is a login."""
    return time.clock_gettime((~pid << 3) | PROCESS_CLOCK)


# That wrk keeps open.
CONNECTIONS = 16


def load(pid, port, path, seconds, script=(), headers=()):
    """CPU microseconds of `pid` per request under wrk, requests a second, and the time within which 99
    of a hundred are answered, in milliseconds."""
    before = cpu_seconds(pid)
    out = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", "--latency", f"-d{seconds}s"] +
        [part for header in headers for part in ("-H", header)] +
        (["-s", str(script[0])] if script else []) + [f"http://127.0.0.1:{port}{path}"] +
        (["--", *script[1:]] if script else []),
        check=True, capture_output=True, text=True).stdout
    spent = cpu_seconds(pid) - before
    count = int(re.search(r"(\d+) requests in", out).group(1))
    if any(wrong in out for wrong in ("Non-2xx", "Socket errors", "bench: ")) or count == 0:
        sys.exit(f"bench: {path} did not answer as it must:\n{out}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    slowest, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    return spent / count * 1e6, rate, float(slowest) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def route_at(pid, port, rate, seconds, headers=()):
    """CPU microseconds of the trivial route, asked `rate` times a second: as often as what is put
    beside it, since a server that rests between requests is woken for each, and one that never
    does is not. Above what wrk can time it is asked without a rest."""
    rest = CONNECTIONS / rate * 1000
    for _ in range(2):
        if rest < 0.5:
            return load(pid, port, "/bench", seconds, headers=headers)[0]
        cost, reached, _ = load(pid, port, "/bench", seconds,
                                (ROOT / "bench" / "rest.lua", str(rest)), headers)
        rest *= reached / rate
    return cost


def environment(folder, database=None):
    env = {k: v for k, v in os.environ.items() if not k.startswith("GAPURA_")}
    env.update(GAPURA_DATA_DIR=folder, GAPURA_LISTEN="127.0.0.1:0", GAPURA_OPS_LISTEN="127.0.0.1:0")
    if database:
        env["GAPURA_DATABASE_URL"] = database
    return env


def start_gapura(folder, pinned=False, database=None):
    env = environment(folder, database)
    began = time.monotonic()
    command = (["taskset", "-c", "0"] if pinned else []) + [str(GAPURA), "serve"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, env=env, cwd=folder)
    line = server.stdout.readline().split()
    if len(line) != 4:
        sys.exit("bench: gapura serve did not start")
    with urllib.request.urlopen(line[3] + "/readyz") as answer:
        answer.read()
    return server, line[1], (time.monotonic() - began) * 1000


def gapura(folder, *arguments, password=None, database=None):
    env = environment(folder, database)
    out = subprocess.run([str(GAPURA), *arguments, "--json"], check=True, capture_output=True,
                         text=True, env=env, cwd=folder, input=password).stdout
    return json.loads(out)


def add_user(folder, name, database=None):
    gapura(folder, "user", "add", "--username", name, "--email", f"{name}@example.test",
           "--name", name.capitalize(), "--password-stdin", password=PASSWORD + "\n",
           database=database)


class Unfollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask_to_log_in(url):
    """The page with the form; what is returned sends it, and returns the session's cookie."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), Unfollowed)
    page = browser.open(url + "/login").read().decode()
    action = re.search(r'<form [^>]*action="(/login[^"]*)"', page).group(1)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))

    def send(username):
        fields.update(identifier=username, password=PASSWORD)
        try:
            browser.open(urllib.request.Request(url + action,
                                                urllib.parse.urlencode(fields).encode(),
                                                {"Origin": url}))
            sys.exit("bench: a login with the right password did not go on")
        except urllib.error.HTTPError as answer:
            if answer.code != 303:
                sys.exit(f"bench: a login with the right password answered {answer.code}")
        return next(cookie.value for cookie in jar if cookie.name == "gapura_session")

    return send


def log_in(url, username):
    return ask_to_log_in(url)(username)


class Frontend:
    """A browser with a single-page application in it; what is returned are its cookies."""

    def __init__(self, url):
        self.url = url
        self.jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path, body=None):
        headers = {"Origin": self.url, "Content-Type": "application/json"}
        with self.browser.open(urllib.request.Request(self.url + path, body or b"", headers,
                                                      method="POST")) as answer:
            answer.read()
        return {cookie.name: cookie.value for cookie in self.jar}

    def log_in(self, username):
        return self.ask("/auth/login",
                        json.dumps({"identifier": username, "password": PASSWORD}).encode())

    def begin(self):
        """As a page that finds its person logged in: the family of the session, or the next one."""
        self.jar.clear("localhost.local", "/", "refresh_token")
        return self.ask("/auth/refresh-token")


def end(*processes):
    for process in processes:
        process.send_signal(signal.SIGTERM)
        process.wait()


@contextlib.contextmanager
def postgres():
    """A private cluster that keeps what it commits; its URL."""
    cluster = subprocess.Popen(
        [str(WITH_POSTGRES), "bash", "-c", 'echo "$GAPURA_TEST_POSTGRES"; exec cat'],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=dict(os.environ, WITH_POSTGRES_FSYNC="on"))
    try:
        yield cluster.stdout.readline().strip()
    finally:
        cluster.stdin.close()
        cluster.wait()


def durable_writes(cluster, folder, number, work):
    """CPU microseconds of an `entry` in the trail, a `row` with one, or both writes of a `code_flow`, in a database
    of its own, by as many writers as there are connections, with keys in the order of time as the server's are."""
    return float(subprocess.run(["taskset", "-c", "0", str(BENCH / "bench_durable"),
                                 fresh_database(cluster, f"{folder}/{number}.db"), work, "1", str(CONNECTIONS)],
                                check=True, capture_output=True, text=True).stdout)


def fresh_database(cluster, path):
    if not cluster:
        return f"sqlite:{path}"
    name = f"bench_{pathlib.Path(path).stem}"
    subprocess.run(["psql", "-q", cluster, "-c", f"CREATE DATABASE {name}"], check=True)
    return cluster.rsplit("/", 1)[0] + "/" + name
