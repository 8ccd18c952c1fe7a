"""docs/politeness.md says what is so."""

from __future__ import annotations

import re
from pathlib import Path

from scraper.errors import FETCH_CODES
from scraper.fetch import FetchSettings, pace, robots, rules
from scraper.fetch.state import HostState

TEXT = (Path(__file__).parents[2] / "docs" / "politeness.md").read_text(encoding="utf-8")


def test_every_code_has_its_meaning_there_and_no_other() -> None:
    table = TEXT[TEXT.index("## Codes") : TEXT.index("## Host state")]
    rows = [row.partition("| ")[2].partition(" | ")[0] for row in table.splitlines() if row.startswith("| `")]
    codes = {code for row in rows for code in re.findall(r"`(\w+)`", row)}
    assert codes == FETCH_CODES


def test_its_figures_are_those_of_the_code() -> None:
    settings = FetchSettings("mailto:ida@moss.example")
    assert (settings.delay, settings.connect_timeout, settings.total_timeout) == (5.0, 10.0, 30.0)
    assert (settings.max_body, settings.max_redirects, settings.address_delay) == (5 * 2**20, 5, 1.0)
    assert (pace.FIRST_BACKOFF, pace.LAST_BACKOFF, pace.FORGIVEN_AFTER) == (60.0, 86400.0, 1800.0)
    assert (pace.FAILURES_TO_COOL, pace.COOLINGS_TO_PAUSE, pace.COOLING) == (5, 3, 3600.0)
    assert (pace.SLOWEST, pace.LATENCIES, pace.LONGEST_RETRY_AFTER) == (60.0, 5.0, 7 * 86400.0)
    assert (robots.GOOD_FOR, robots.FIRST_RETRY, robots.LAST_RETRY) == (86400.0, 900.0, 21600.0)
    assert (robots.COPY_LASTS, rules.LONGEST_TEXT) == (30 * 86400.0, 512 * 1024)


def test_the_verbs_of_the_state_port_are_all_named() -> None:
    verbs = {name for name in vars(HostState) if not name.startswith("_")}
    assert verbs == set(re.findall(r"`(host|claim|release|robots|save_robots|address_turn)`", TEXT))
