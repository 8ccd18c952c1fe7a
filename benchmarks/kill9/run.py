"""Kill a crawl with SIGKILL at every kind of moment, and look whether anything was lost or done twice.

    python benchmarks/kill9/run.py [--seeds 200] [--first 0] [--kills 2]

Each seed crawls three small sites on loopback with the real fetcher, pipeline, store, archive and
outputs. The crawl is killed `--kills` times: with an odd seed when it resumes from its n-th await
(n drawn from the seed), with an even seed after a drawn time, whatever it is doing then. A last
run goes on to the end. Then

* every review is there, and records, film and person files are byte for byte those of a crawl
  that was never killed;
* no document was posted twice, and feed versions rise without a repeat or a torn line;
* no page that was committed before a kill was asked again: at most what was in flight is repeated;
* no host was asked twice at once, or sooner than its delay;
* every archived response can be read, and every record comes out of it again byte for byte.

Prints one line of JSON; exit status 1 when any of it failed for any seed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from site_server import serve

from scraper.config import load_project
from scraper.crawl.export import check
from scraper.crawl.reextract import Reextraction
from scraper.crawl.run import Run, Wanted, default_process
from scraper.crawl.site import gather
from scraper.publish.feed import read as read_feed
from scraper.store import open_store

HOSTS = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
REVIEWS = 5
DELAY = 0.03
TIMEOUT = 2.0
"""Of a request. On a machine too busy to answer within it, a host is deferred and the seed fails."""


class Counted(Coroutine[object, object, object]):
    """A coroutine that counts how often it is resumed, and kills the process at a given count."""

    steps = 0
    fatal = 0

    def __init__(self, inner: Coroutine[object, object, object]) -> None:
        self._inner = inner

    def send(self, value: object) -> object:
        """Resume."""
        Counted.steps += 1
        if Counted.steps == Counted.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._inner.send(value)

    def throw(self, *error: BaseException) -> object:
        """Resume with an exception."""
        return self._inner.throw(*error)

    def close(self) -> None:
        """End."""
        self._inner.close()

    def __await__(self) -> Generator[object, object, object]:
        """As the coroutine itself."""
        return self._inner.__await__()


def factory(
    loop: asyncio.AbstractEventLoop, coroutine: Coroutine[object, object, object], **more: Context
) -> asyncio.Task[object]:
    """Make tasks of counted coroutines."""
    return asyncio.Task(Counted(coroutine), loop=loop, **more)


def make_project(folder: Path, port: int) -> None:
    """A project of three sites of ours."""
    (folder / "config" / "sites").mkdir(parents=True)
    (folder / "config" / "scraper.toml").write_text('contact = "mailto:ida@moss.invalid"\n')
    for host in HOSTS:
        (folder / "config" / "sites" / f"{host}.toml").write_text(
            f'host = "{host}"\nown = true\ndelay = {DELAY}\nseeds = ["http://{host}:{port}/"]\n'
        )


def crawl(folder: Path, fatal: int = 0) -> int:
    """Run a crawl to its end, or to its death at the given step; the number of steps it took."""
    Counted.steps, Counted.fatal = 0, fatal
    project = load_project(folder)

    async def main() -> None:
        asyncio.get_running_loop().set_task_factory(factory)
        with ThreadPoolExecutor(1) as executor:
            run = Run(project, Wanted(), executor=executor, process=default_process(project))
            run.settings = replace(run.settings, total_timeout=TIMEOUT)
            await run.run()

    asyncio.run(main())
    return Counted.steps


def in_child(folder: Path, fatal: int = 0, seconds: float | None = None) -> bool:
    """Crawl in a forked process; True when it was killed, by itself at a step or by us after a time."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), 1)
            crawl(folder, fatal)
            code = 0
        finally:
            os._exit(code)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"a crawl failed with status {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


@dataclass
class Verdict:
    """What one seed showed."""

    kills: int = 0
    repeats: int = 0
    gap: float = 1.0
    problems: list[str] = field(default_factory=list)


def documents(folder: Path) -> dict[str, bytes]:
    """Every document under output/, by its path."""
    output = folder / "output"
    return {str(p.relative_to(output)): p.read_bytes() for p in output.glob("*/*/*.jsonld")}


def committed(folder: Path) -> set[str]:
    """Addresses whose visit is in the store."""
    path = folder / "output" / "store.sqlite"
    if not path.exists():
        return set()
    store = open_store(path)
    try:
        return {row[0] for row in store.database.run("SELECT url FROM page WHERE visited IS NOT NULL")}
    finally:
        store.close()


def requests(log: Path) -> list[dict[str, Any]]:
    """What the server was asked, in order."""
    return [json.loads(line) for line in log.read_text().splitlines()]


def judge(folder: Path, log: Path, marks: list[tuple[int, set[str]]], expected: dict[str, bytes]) -> Verdict:
    """Look at everything a seed left behind."""
    verdict = Verdict(kills=len(marks))
    _judge_outputs(folder, expected, verdict)
    _judge_requests(requests(log), marks, verdict)
    _judge_archive(folder, verdict)
    if verdict.problems:
        verdict.problems += _reasons(folder)
    return verdict


def _reasons(folder: Path) -> list[str]:
    """What the runs said of pages and hosts that failed: a busy machine shows as time-outs here."""
    lines = [line for path in (folder / "output" / "runs").glob("*.ndjson") for line in path.read_text().splitlines()]
    failed = [row["reason"] for row in map(json.loads, lines) if row["decision"] == "failed"]
    store = open_store(folder / "output" / "store.sqlite")
    deferred = [f"{row.host.key}: {row.host.state} {row.host.reason}, next {row.host.next_at}" for row in store.hosts()]
    store.close()
    return failed + deferred


def _judge_outputs(folder: Path, expected: dict[str, bytes], verdict: Verdict) -> None:
    if documents(folder) != expected:
        verdict.problems.append("the output differs from that of a crawl that was never killed")
    store = open_store(folder / "output" / "store.sqlite")
    changes = store.changes(0, 100_000)
    store.close()
    posted = Counter((change.kind, change.id) for change in changes if change.kind == "review")
    if len(posted) != REVIEWS * len(HOSTS) or set(posted.values()) != {1}:
        verdict.problems.append(f"reviews in the outbox: {sorted(posted.values())}")
    for segment in (folder / "output" / "feed").glob("*.ndjson"):
        if not segment.read_bytes().endswith(b"\n"):
            verdict.problems.append(f"{segment.name} ends in a torn line")
    versions = [row["version"] for row in read_feed(folder / "output" / "feed")]
    # The outbox may have been compacted since: what a later change replaces is then in the feed only.
    if versions != sorted(set(versions)) or not {change.version for change in changes} <= set(versions):
        verdict.problems.append("the feed is not the outbox")


def _judge_requests(asked: list[dict[str, Any]], marks: list[tuple[int, set[str]]], verdict: Verdict) -> None:
    pages = [row["url"] for row in asked]
    plain = [url for url in pages if not url.endswith(("robots.txt", "tdmrep.json"))]
    verdict.repeats = len(plain) - len(set(plain))
    for count, done in marks:
        again = done & set(pages[count:])
        if again:
            verdict.problems.append(f"asked again although committed: {sorted(again)[:3]}")
    for host in HOSTS:
        rows = [row for row in asked if row["host"] == host]
        for sooner, later in pairwise(rows):
            gap = later["at"] - sooner["end"]
            verdict.gap = min(verdict.gap, gap)
            if gap < DELAY:
                verdict.problems.append(f"{later['url']} came {gap:.4f} s after the answer before it began")


def _judge_archive(folder: Path, verdict: Verdict) -> None:
    project = load_project(folder)
    store = open_store(folder / "output" / "store.sqlite")
    archive = folder / "output" / "archive"
    verdict.problems += check(archive, store.all_places())
    with ThreadPoolExecutor(1) as executor:
        work = Reextraction(store, archive, gather(project.sites), default_process(project), executor, time.time())
        outcome = work.check()
    verdict.problems += outcome.torn + outcome.differing
    if outcome.records != REVIEWS * len(HOSTS):
        verdict.problems.append(f"{outcome.records} records come out of the archive")
    store.close()


@dataclass(frozen=True)
class Bench:
    """What all seeds share: the sites, and a crawl that was never killed (its awaits, seconds, documents)."""

    port: int
    log: Path
    steps: int
    seconds: float
    expected: dict[str, bytes]


def one_seed(seed: int, kills: int, bench: Bench) -> Verdict:
    """Crawl, kill, crawl on, judge."""
    log = bench.log
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="kill9-"))
    log.write_text("")
    marks: list[tuple[int, set[str]]] = []
    try:
        make_project(folder, bench.port)
        for _ in range(kills):
            if seed % 2:
                killed = in_child(folder, fatal=chance.randint(1, bench.steps))
            else:
                killed = in_child(folder, seconds=chance.uniform(0.0, bench.seconds))
            if killed:
                marks.append((len(requests(log)), committed(folder)))
        in_child(folder)
        return judge(folder, log, marks, bench.expected)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the seeds and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--kills", type=int, default=2)
    args = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="kill9-log-"))
    log = scratch / "requests.ndjson"
    log.write_text("")
    server, port = serve(HOSTS, REVIEWS, log)
    try:
        reference = scratch / "reference"
        make_project(reference, port)
        began = time.perf_counter()
        steps = crawl(reference)
        seconds = time.perf_counter() - began
        if sum(name.startswith("reviews/") for name in documents(reference)) != REVIEWS * len(HOSTS):
            print("the machine is too busy: a crawl that was not killed timed out", file=sys.stderr)
            return 1
        bench = Bench(port, log, steps, seconds, documents(reference))
        verdicts: dict[int, Verdict] = {}
        for seed in range(args.first, args.first + args.seeds):
            verdicts[seed] = one_seed(seed, args.kills, bench)
            for problem in verdicts[seed].problems:
                print(f"seed {seed}: {problem}", file=sys.stderr)
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)
        shutil.rmtree(scratch, ignore_errors=True)
    bad = [seed for seed, verdict in verdicts.items() if verdict.problems]
    kills = sum(verdict.kills for verdict in verdicts.values())
    print(
        json.dumps(
            {
                "seeds": len(verdicts),
                "kills": kills,
                "await_points": steps,
                "documents": len(bench.expected),
                "failed_seeds": bad,
                "repeated_requests": sum(verdict.repeats for verdict in verdicts.values()),
                "most_repeated_by_one_seed": max(verdict.repeats for verdict in verdicts.values()),
                "smallest_gap_ms": round(1000 * min(verdict.gap for verdict in verdicts.values()), 1),
                "delay_ms": 1000 * DELAY,
            }
        )
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
