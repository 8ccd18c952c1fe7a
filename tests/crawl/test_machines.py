"""Several engines on one store: PostgreSQL, many processes' worth of leases, Dask as executor."""

from __future__ import annotations

import asyncio
import warnings
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from scraper.crawl.archive import Archive
from scraper.crawl.engine import Engine, Limits
from scraper.crawl.site import gather
from scraper.fetch import Fetcher
from scraper.store import Store, open_store


async def work(store: Store, web: Any, crawler: Any, name: str, executor: Executor) -> Any:
    """One engine, as a machine of its own would run it."""
    sites = gather({}, [web.root])
    archive = Archive(crawler.folder / name, store.archive_files(), writer=name)
    async with Fetcher(crawler.settings(web.netloc), store) as fetcher:
        engine = Engine(store, fetcher, executor, crawler.process, sites, archive=archive, run=name, epoch="e")
        tally = await engine.run(Limits(patience=5.0))
    archive.close()
    return tally


async def test_two_engines_on_postgresql_do_everything_once(
    postgres: Callable[[], str], web: Any, crawler: Any
) -> None:
    paths = [f"/film-{n}" for n in range(30)]
    web.listing("/", *paths)
    for path in paths:
        web.review(path, f"Film {path}")
    address = postgres()
    stores = [open_store(address), open_store(address)]
    for site in gather({}, [web.root]).all():
        stores[0].put(web.netloc, site.beginnings(0.0))
    stores[0].enable([web.netloc])
    with ThreadPoolExecutor(2) as executor:
        tallies = await asyncio.gather(
            *(work(store, web, crawler, name, executor) for store, name in zip(stores, ("ada", "bo"), strict=True))
        )
    assert sum(tally.upserts for tally in tallies) == 30
    assert set(Counter(web.taken()).values()) == {1}
    stores[0].settle(now=1.0)
    changes = stores[1].changes(0, 1000)
    assert [change.version for change in changes] == sorted(change.version for change in changes)
    assert sum(change.kind == "review" for change in changes) == 30
    for store in stores:
        store.close()


async def test_a_worker_that_lost_its_lease_keeps_nothing(web: Any, crawler: Any) -> None:
    web.listing("/", "/a-review")
    web.review("/a-review", "Harrow Lane")

    def steal(path: str) -> None:
        if path == "/a-review":
            other = open_store(crawler.folder / "store.sqlite")
            other.database.run("UPDATE host SET token = token + 1, lease_until = 0, ready_at = NULL")
            other.close()

    web.on_ask = steal
    tally = await crawler.crawl(web)
    assert tally.fenced == 1
    assert crawler.outbox() == []


async def test_dask_reads_pages_as_a_process_pool_does(web: Any, crawler: Any, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    web.listing("/", "/a-review", "/b-review")
    web.review("/a-review", "Harrow Lane")
    web.review("/b-review", "Nine Doors")
    store = open_store(tmp_path / "dask.sqlite")
    for site in gather({}, [web.root]).all():
        store.put(web.netloc, site.beginnings(0.0))
    store.enable([web.netloc])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        async with (
            distributed.LocalCluster(
                n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, asynchronous=True
            ) as cluster,
            distributed.Client(cluster, asynchronous=True) as client,
        ):
            tally = await work(store, web, crawler, "dask", client.get_executor())
    assert tally.upserts == 2
    store.close()
