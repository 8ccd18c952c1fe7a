"""When a page is looked at again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scraper.crawl import schedule
from scraper.crawl.schedule import DAY, HOUR
from scraper.store import Kind, Page, State

REVIEW = Page(1, 1, "https://ida.example/a", label="review")


def test_an_unchanged_review_is_looked_at_ever_more_rarely_up_to_half_a_year() -> None:
    page, now, gaps = REVIEW, 0.0, []
    for _ in range(12):
        page = schedule.seen(page, now, changed=False, chance=0.5)
        gaps.append((page.due - now) / DAY)
        now = page.due
    assert gaps == [1, 2, 4, 8, 16, 32, 64, 128, 180, 180, 180, 180]


def test_a_change_halves_the_interval_down_to_half_a_day() -> None:
    page = replace(REVIEW, every=2 * DAY)
    page = schedule.seen(page, 0.0, changed=True, chance=0.5)
    assert page.every == DAY
    assert schedule.seen(replace(page, every=13 * HOUR), 0.0, changed=True, chance=0.5).every == 12 * HOUR


def test_another_extractor_leaves_the_interval_alone() -> None:
    assert schedule.seen(replace(REVIEW, every=8 * DAY), 0.0, changed=None, chance=0.5).every == 8 * DAY


@given(st.floats(0, 0.999), st.floats(12 * HOUR, 180 * DAY))
def test_jitter_stays_within_a_tenth(chance: float, every: float) -> None:
    due = schedule.due_at(1000.0, every, chance)
    assert 0.9 * every <= due - 1000.0 <= 1.1 * every + 1e-6


def test_max_age_only_lengthens() -> None:
    assert schedule.due_at(0.0, DAY, 0.5, max_age=60.0) == DAY
    assert schedule.due_at(0.0, DAY, 0.5, max_age=3 * DAY) == 3 * DAY
    assert schedule.due_at(0.0, DAY, 0.5, max_age=9000 * DAY) == 180 * DAY


def test_lists_and_feeds_are_asked_between_an_hour_and_a_day() -> None:
    feed = Page(1, 1, "https://ida.example/feed/", kind=Kind.FEED)
    fruitful = schedule.seen(feed, 0.0, changed=None, chance=0.5, fresh=3)
    assert fruitful.every == HOUR
    barren = fruitful
    for _ in range(20):
        barren = schedule.seen(barren, 0.0, changed=None, chance=0.5)
    assert barren.every == DAY


def test_two_misses_within_a_day_are_one() -> None:
    first = schedule.missed(REVIEW, 0.0, 0.5)
    assert schedule.missed(first, DAY - 60, 0.5).state is State.SUSPECT
    assert schedule.missed(first, DAY, 0.5).state is State.DOOMED


def test_a_page_that_came_back_is_no_longer_suspected() -> None:
    back = schedule.seen(schedule.missed(REVIEW, 0.0, 0.5), 10.0, changed=False, chance=0.5)
    assert (back.state, back.misses, back.missed_at) == (State.LIVE, 0, None)
    assert schedule.missed(back, 2 * DAY, 0.5).state is State.SUSPECT


def test_what_is_gone_is_looked_at_after_7_30_and_180_days() -> None:
    page = replace(schedule.doomed(REVIEW, 0.0, 0.5), state=State.GONE, misses=1)
    gaps = []
    for _ in range(4):
        page = schedule.doomed(page, 0.0, 0.5)
        gaps.append(round((page.due or 0) / DAY))
    assert gaps == [7, 30, 180, 180]
