"""Finding a word or a name in a text as a whole, without a pattern made for each."""

from __future__ import annotations

from collections.abc import Iterator


def occurrences(text: str, words: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans where `words` stand in `text` between borders of words.

    >>> list(occurrences("Star, Stars and Star", "Star"))
    [(0, 4), (16, 20)]
    """
    stop = len(text) if end is None else end
    size = len(words)
    at = text.find(words, start, stop) if words else -1
    while at >= 0:
        behind = at + size
        if not (at and _joined(text[at - 1], words[0])) and not (
            behind < len(text) and _joined(text[behind], words[-1])
        ):
            yield at, behind
        at = text.find(words, behind, stop)


def _joined(neighbour: str, edge: str) -> bool:
    """Whether a character belongs to the same word as the edge of the words found."""
    return (neighbour.isalnum() or neighbour == "_") and (edge.isalnum() or edge == "_")
