"""What is put into the throw-away WordPress is what its labels say."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "wordpress"


@pytest.fixture
def content(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    import content  # type: ignore[import-not-found] # noqa: PLC0415 - a program's module, found by the path above

    for name in ("content", "english", "german", "others", "scores", "films"):
        monkeypatch.delitem(sys.modules, name)
    return content


def test_the_same_seed_gives_the_same_posts(content: ModuleType) -> None:
    assert content.site() == content.site()


def test_every_kind_of_post_is_there(content: ModuleType) -> None:
    posts = content.site()
    shown = [post for post in posts if post.label and not post.hidden]
    assert len(shown) == 300
    assert len({post.label["film_title"] for post in shown}) == 300
    assert sum(post.label is None and post.row["type"] == "post" for post in posts) == 60
    assert {post.hidden for post in posts} == {"", "draft", "private", "password", "future", "pending", "trash"}
    assert {post.shapes["language"] for post in shown} == {"en", "de"}
    assert sum(content.NEXT_PAGE in post.row["content"] for post in shown) == 8
    assert any(post.row.get("sticky") for post in shown)
    assert any(post.row["date"] < "2007" for post in shown)
    assert any(post.row.get("modified") for post in shown)
    assert len({post.shapes["score"].strip("0123456789./★½☆ ") for post in shown}) > 30
    assert len({post.shapes["headline"] for post in shown}) > 40


def test_what_a_label_states_stands_in_its_post(content: ModuleType) -> None:
    for post in content.site():
        if post.label is None:
            continue
        printed = post.row["title"] + post.row["content"]
        assert post.label["film_title"] in printed
        assert all(name in printed for name in post.label["directors"])
        assert post.shapes["score"] in printed
        assert post.hidden == "future" or post.row["date"].startswith(post.label["published"])
