"""How big a frontier of many URLs is, and how fast it is claimed from and committed to.

    python benchmarks/frontier/run.py [--urls 1000000] [--hosts 1000] [--visits 20000]

Fills a store with generated addresses (as a crawl does, in pages of 100 links), then claims a
host, reads what is due, commits the visit with two new links and leaves the host, again and
again. Prints bytes of disk per URL, claim-and-commits per second, and the peak memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from scraper.store import Found, State, Store, Visit, open_store

LINKS = 100
START = 1_800_000_000.0


def address(host: int, number: int) -> str:
    """An address of about the length that reviews have."""
    words = sha256(f"{host}/{number}".encode()).hexdigest()
    month = f"{2000 + number % 25}/{number % 12 + 1:02d}"
    return f"https://critic{host}.example/{month}/{words[:8]}-{words[8:14]}-{number}/"


def fill(store: Store, urls: int, hosts: int) -> None:
    """Put the addresses into the frontier, a page of links at a time."""
    each = urls // hosts
    for host in range(hosts):
        for start in range(0, each, LINKS):
            found = [Found(address(host, n), due=START) for n in range(start, min(start + LINKS, each))]
            store.put(f"critic{host}.example", found, caps=(10**9, 10**9))
    store.enable([f"critic{host}.example" for host in range(hosts)])


def visit(store: Store, count: int, urls: int) -> tuple[float, float]:
    """Claim and commit `count` visits; seconds of wall time and of CPU."""
    began, before = time.perf_counter(), time.process_time()
    now = START
    for number in range(count):
        now += 0.001
        lease = store.lease("bench", now=now, until=now + 60)
        assert lease is not None
        (page,) = store.due(lease.host, now=now, limit=1)
        kept = replace(page, state=State.LIVE, due=now + 86400, visited=now, last_ok=now, every=86400.0, status=200)
        links = tuple(Found(address(lease.host, urls + 2 * number + n), due=now) for n in (0, 1))
        store.commit([Visit(kept, at=now, found=links, host=store.host(lease.key), lease=lease, release=True)])
    return time.perf_counter() - began, time.process_time() - before


def main() -> None:
    """Fill, visit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--urls", type=int, default=1_000_000)
    parser.add_argument("--hosts", type=int, default=1_000)
    parser.add_argument("--visits", type=int, default=20_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        store = open_store(path)
        began = time.perf_counter()
        fill(store, args.urls, args.hosts)
        filling = time.perf_counter() - began
        store.close()
        size = sum(item.stat().st_size for item in Path(folder).iterdir())
        store = open_store(path)
        seconds, cpu = visit(store, args.visits, args.urls)
        store.close()
        print(
            json.dumps(
                {
                    "urls": args.urls,
                    "bytes_per_url": round(size / args.urls, 1),
                    "urls_put_per_second": round(args.urls / filling),
                    "claim_and_commit_per_second": round(args.visits / seconds),
                    "claim_and_commit_per_cpu_second": round(args.visits / cpu),
                    "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                }
            )
        )


if __name__ == "__main__":
    main()
