"""CPU of one fetch, by the number of hosts: `python benchmarks/politeness/cpu.py [PAGES]`.

Every fetch goes the whole way of a one-off call: host state, robots.txt, guard, caps. The sites
are the operator's own with a delay of 0; the server runs in another process and is not counted.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sites import address

from scraper.fetch import Fetcher, FetchSettings, Terms

SIZE = 49_000


async def measure(hosts: int, pages: int, port: int) -> tuple[float, float]:
    """CPU and wall milliseconds per page."""
    terms = {address(number): Terms(own=True, delay=0.0) for number in range(hosts)}
    urls = [f"http://{address(number % hosts)}:{port}/{number}" for number in range(pages)]
    async with Fetcher(FetchSettings("https://crawler.example/about", terms)) as fetcher:
        for url in urls[:hosts]:
            await fetcher.fetch(url)  # robots.txt and connections are not what is measured
        cpu, wall = time.process_time(), time.perf_counter()
        for url in urls:
            await fetcher.fetch(url)
        return (time.process_time() - cpu) / pages * 1000, (time.perf_counter() - wall) / pages * 1000


async def fetched_only(pages: int, port: int) -> float:
    """CPU milliseconds per page of `get`, the part that a crawl with its own leases uses."""
    terms = {address(0): Terms(own=True, delay=0.0)}
    async with Fetcher(FetchSettings("https://crawler.example/about", terms)) as fetcher:
        cpu = time.process_time()
        for number in range(pages):
            await fetcher.get(f"http://{address(0)}:{port}/{number}")
        return (time.process_time() - cpu) / pages * 1000


def main() -> None:
    """Print the table."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(Path(__file__).with_name("sites.py")), "240", str(SIZE), f"{folder}/log"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            port = int(server.stdout.readline())
            print(f"{pages} pages of {SIZE} bytes, CPU of this process per page")
            for hosts in (1, 240):
                cpu, wall = asyncio.run(measure(hosts, pages, port))
                print(f"  fetch, {hosts:3} hosts: {cpu:.2f} ms CPU ({wall:.2f} ms wall)")
            print(f"  get, one host:    {asyncio.run(fetched_only(pages, port)):.2f} ms CPU")
            server.stdin.close()


if __name__ == "__main__":
    main()
