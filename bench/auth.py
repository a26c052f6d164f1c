"""The Auth API on one core: who asks who they are, beside the trivial route; and a refresh, beside that
route asked as often, one bare signature and one durable write."""

import pathlib
import statistics
import subprocess
import tempfile

from oauth import bare_signatures
from servers import (BENCH, CONNECTIONS, ROOT, Frontend, add_user, durable_writes, end, load, postgres,
                     route_at, start_gapura)

SCRIPT = ROOT / "bench" / "refreshes.lua"


def of_engine(report, engine, folder, database, signature, quick):
    seconds, rounds = (2, 3) if quick else (5, 5)
    profiles, profile_ratios, refreshes, refresh_ratios, flat_out = [], [], [], [], []
    server, url, _ = start_gapura(str(folder), pinned=True, database=database)
    beside = subprocess.Popen(["taskset", "-c", "0", str(BENCH / "bench_trivial_server"), "logged"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        add_user(str(folder), "ani", database=database)
        frontend = Frontend(url)
        frontend.log_in("ani")
        ours, port = url.rsplit(":", 1)[1], beside.stdout.readline().split()[0]
        for number in range(rounds):
            cookie = ["Cookie: access_token=" + frontend.begin()["access_token"]]
            # The token was verified and its person read a moment ago, as at every turn of a page.
            profiles.append(load(server.pid, ours, "/auth/profile", seconds, headers=cookie)[:2])
            route = load(beside.pid, port, "/bench", seconds, headers=cookie)[0]
            profile_ratios.append(profiles[-1][0] / route)
            # As many families as keep every connection busy, each of a login of its own.
            tokens = [Frontend(url).log_in("ani")["refresh_token"] for _ in range(2 * CONNECTIONS)]
            refreshes.append(load(server.pid, ours, "/", seconds, (SCRIPT, *tokens))[:2])
            cost, rate = refreshes[-1]
            beyond = signature + durable_writes(database, folder, number, "row")
            refresh_ratios.append(cost / (route_at(beside.pid, port, rate, seconds) + beyond))
            flat_out.append(cost / (load(beside.pid, port, "/bench", seconds)[0] + beyond))
    finally:
        end(server, beside)
    for what, costs, ratios, beside_what, more in (
            ("profile of a frontend", profiles, profile_ratios, "trivial route, log on", ""),
            ("refresh of a frontend", refreshes, refresh_ratios, "route + ES256 + write",
             f" (route flat out {statistics.median(flat_out):.2f}x)")):
        cost, rate = (statistics.median(column) for column in zip(*costs))
        ratio = statistics.median(ratios)
        report(f"{what}, {engine}", f"{cost:.1f} us CPU, {rate:,.0f}/s",
               f"{beside_what} {cost / ratio:.1f} us{more}", f"{ratio:.2f}x", "<= 1.5x", ratio <= 1.5)


def bench(report, quick):
    signature = bare_signatures(quick)["ES256"]
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        of_engine(report, "SQLite", pathlib.Path(folder), None, signature, quick)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder, postgres() as database:
        of_engine(report, "PostgreSQL", pathlib.Path(folder), database, signature, quick)
