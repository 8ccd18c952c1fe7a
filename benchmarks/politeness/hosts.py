"""Politeness at breadth: `python benchmarks/politeness/hosts.py [--hosts 300] [--delay 5] [--seconds 60]`.

Every host is a loopback address of its own, asked by one Fetcher for as long as the run lasts. The
server, in another process, keeps the times; from its log come the rate against the possible one
(one request per delay and host) and the closest gap at any host. CPU and memory are this
process's. robots.txt and tdmrep.json count as requests: a host is not asked for them in between.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from sites import address

from scraper.errors import FetchError
from scraper.fetch import Fetcher, FetchSettings, OnceOffState, Terms

SIZE = 49_000


async def visit(fetcher: Fetcher, origin: str, until: float) -> int:
    """Ask one host for page after page, as fast as its turns allow; the number of faults."""
    faults = number = 0
    while time.monotonic() < until:
        number += 1
        try:
            await fetcher.fetch(f"{origin}/{number}")
        except FetchError:
            faults += 1
    return faults


async def crawl(hosts: int, delay: float, seconds: float, port: int, cache: Path) -> int:
    """Visit all hosts at once for `seconds`; the number of faults."""
    terms = {address(number): Terms(own=True, delay=delay) for number in range(hosts)}
    settings = FetchSettings("https://crawler.example/about", terms)
    until = time.monotonic() + seconds
    with OnceOffState(cache) as state:
        async with Fetcher(settings, state) as fetcher:
            origins = [f"http://{address(number)}:{port}" for number in range(hosts)]
            return sum(await asyncio.gather(*(visit(fetcher, origin, until) for origin in origins)))


def report(asked: dict[str, list[tuple[float, str]]], delay: float, seconds: float, cpu: float) -> None:
    """Print what the server saw and what it cost."""
    times = [sorted(at for at, _ in log) for log in asked.values()]
    gaps = [late - early for log in times for early, late in pairwise(log)]
    # Of a host with n requests in the run, n - 1 gaps were waited for: a rate without the run's edges.
    rate = len(times) * len(gaps) / sum(gaps)
    possible = len(times) / delay
    print(f"hosts {len(times)}, delay {delay:g} s, run {seconds:g} s, requests {sum(map(len, times))}")
    print(f"rate {rate:.2f}/s of {possible:.2f}/s possible: {100 * rate / possible:.1f} %")
    print(f"closest gap at any host {min(gaps):.3f} s; gaps below the delay {sum(gap < delay for gap in gaps)}")
    print(f"CPU {100 * cpu / seconds:.1f} % of one core; peak memory {_peak():.0f} MB")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--delay", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        command = [sys.executable, str(Path(__file__).with_name("sites.py")), str(args.hosts), str(SIZE), str(log)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            port = int(server.stdout.readline())
            begun = time.process_time()
            faults = asyncio.run(crawl(args.hosts, args.delay, args.seconds, port, Path(folder) / "hosts.sqlite3"))
            cpu = time.process_time() - begun
            server.stdin.close()
            server.wait()
        report(json.loads(log.read_text()), args.delay, args.seconds, cpu)
        print(f"faults {faults}")


if __name__ == "__main__":
    main()
