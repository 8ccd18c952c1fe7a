"""Crawl at full speed beside Scrapy, and 300 hosts at their delay.

    python benchmarks/crawl/run.py speed [--pages 5000] [--peer PYTHON --scripts DIR]
    python benchmarks/crawl/run.py polite [--hosts 300] [--seconds 60]

`speed`: one host of linked pages of 49 KB, no delay, robots.txt obeyed; ours extracts, records,
archives and writes every output. With --peer (the interpreter of an environment that has scrapy,
extruct, trafilatura and htmldate) the programs `peer_scrapy.py` in DIR run before and after it.
Compare CPU seconds: the server's are not counted, those of all our processes are.

`polite`: many hosts (loopback addresses) at a delay of 5 s each; the rate reached against the rate
that is possible, the share of a core that was used, and the smallest gap any host saw.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
DELAY = 5.0


def start_server(pages: int, size: int, hosts: int, log: Path | None = None) -> tuple[subprocess.Popen[str], int]:
    """The site, and the port it listens on."""
    env = {**os.environ, **({"REQUEST_LOG": str(log)} if log else {})}
    server = subprocess.Popen(
        [sys.executable, str(HERE / "server.py"), str(pages), str(size), str(hosts)],
        stdout=subprocess.PIPE, text=True, env=env,
    )  # fmt: skip
    assert server.stdout is not None
    return server, int(server.stdout.readline())


class Memory(threading.Thread):
    """The most memory that a process and its children had at once, in MB (proportional set size)."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.peak, self.done = process, 0.0, False

    def run(self) -> None:
        """Look four times a second."""
        while not self.done:
            self.peak = max(self.peak, sum(map(_proportional, _family(self.process))) / 1024)
            time.sleep(0.25)


def _family(process: int) -> list[int]:
    found = [process]
    for one in found:
        for path in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in path.read_text().split()]
            except OSError:
                continue
    return found


def _proportional(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def measured(command: list[str], **more: object) -> tuple[str, float, float, float]:
    """Run a command: its output, wall seconds, CPU seconds of it and its children, peak MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload]
    memory = Memory(process.pid)
    memory.start()
    output, _ = process.communicate()
    wall = time.perf_counter() - began
    memory.done = True
    collect()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return output, wall, cpu, memory.peak


def adopt() -> None:
    """Become the parent of processes whose own has ended, so that their CPU time is counted here (prctl(2))."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def collect() -> None:
    """Wait for the adopted processes; the server, which runs on, is not one of them."""
    for pid in _family(os.getpid())[1:]:
        if Path(f"/proc/{pid}/cmdline").exists() and "server.py" not in _command(pid):
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def ours(port: int, hosts: int, delay: float, seconds: float | None) -> dict[str, object]:
    """Crawl with this program into a throw-away project."""
    folder = Path(tempfile.mkdtemp(prefix="crawl-bench-"))
    try:
        (folder / "config" / "sites").mkdir(parents=True)
        (folder / "config" / "scraper.toml").write_text('contact = "mailto:bench@moss.invalid"\n')
        for n in range(hosts):
            host = f"127.0.{n // 250}.{n % 250 + 1}"
            (folder / "config" / "sites" / f"{host}.toml").write_text(
                f'host = "{host}"\nown = true\ndelay = {delay}\nseeds = ["http://{host}:{port}/"]\n'
            )
        command = [sys.executable, "-m", "scraper", "crawl", "--project", str(folder)]
        output, wall, cpu, peak = measured(command + ([] if seconds is None else ["--for", f"{seconds}s"]))
        (summary,) = (folder / "output" / "runs").glob("*.json")
        figures = json.loads(summary.read_text())
        archived = sum(path.stat().st_size for path in (folder / "output" / "archive").iterdir())
        return {
            "program": "scrape crawl",
            "pages": figures["pages"],
            "records": figures["records"]["upserted"],
            "archived_mb": round(archived / 1e6, 1),
            "wall_s": round(wall, 1),
            "cpu_s": round(cpu, 2),
            "pages_per_cpu_s": round(figures["pages"] / cpu, 1),
            "peak_mb": round(peak),
            "line": output.strip(),
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def peer(python: str, scripts: Path, port: int, mode: str, pages: int) -> dict[str, object]:
    """Crawl with Scrapy."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            python,
            str(scripts / "peer_scrapy.py"),
            f"http://127.0.0.1:{port}/",
            f"{folder}/out.jsonl",
            mode,
            "1",
        ]
        output, wall, cpu, peak = measured(command, env={**os.environ, "MAX": str(pages)})
        found = json.loads(output.strip().splitlines()[-1])
    return {
        "program": found["peer"],
        "pages": found["pages"],
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 2),
        "pages_per_cpu_s": round(found["pages"] / cpu, 1),
        "peak_mb": round(peak),
    }


def speed(args: argparse.Namespace) -> None:
    """One host, no delay; ours between the peers."""
    server, port = start_server(args.pages, args.size, 1)
    try:
        scripts = None if args.scripts is None else Path(args.scripts)
        if args.peer and scripts:
            print(json.dumps(peer(args.peer, scripts, port, "fields", args.peer_pages)), flush=True)
        print(json.dumps(ours(port, 1, 0.0001, None)), flush=True)
        if args.peer and scripts:
            print(json.dumps(peer(args.peer, scripts, port, "pipeline", args.peer_pages)), flush=True)
    finally:
        server.terminate()
        server.wait()


def polite(args: argparse.Namespace) -> None:
    """Many hosts at their delay."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "requests"
        log.write_text("")
        server, port = start_server(1000, 20_000, args.hosts, log)
        try:
            figures = ours(port, args.hosts, DELAY, args.seconds)
            time.sleep(1.0)
        finally:
            server.terminate()
            server.wait()
        rows = [line.split() for line in log.read_text().splitlines()]
    by_host: dict[str, list[float]] = {}
    for at, host, _ in rows:
        by_host.setdefault(host, []).append(float(at))
    gaps = [later - sooner for times in by_host.values() for sooner, later in pairwise(times)]
    figures |= {
        "hosts": len(by_host),
        "requests": len(rows),
        "share_of_possible_rate": round(DELAY * len(gaps) / sum(gaps), 3),
        "cores": round(float(str(figures["cpu_s"])) / float(str(figures["wall_s"])), 3),
        "smallest_gap_s": round(min(gaps), 3),
    }
    print(json.dumps(figures))


def main() -> None:
    """Choose."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "polite"])
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--size", type=int, default=49_000)
    parser.add_argument("--peer", metavar="PYTHON")
    parser.add_argument("--scripts", metavar="DIR")
    parser.add_argument("--peer-pages", type=int, default=1_000)
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60.0)
    args = parser.parse_args()
    adopt()
    (speed if args.what == "speed" else polite)(args)


if __name__ == "__main__":
    main()
