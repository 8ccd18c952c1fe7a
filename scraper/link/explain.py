"""A decision in words, for `scrape catalogue lookup` and `--explain --field film`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scraper.model import Identity


def lines(identity: Identity) -> Iterator[str]:
    """The decision, its reasons, and each candidate with its features in bits."""
    shown = "" if identity.title is None else f" {identity.title} ({identity.year or 'no year'}) {_ids(identity.ids)}"
    yield f"{identity.band}{shown.rstrip()}: {'; '.join(identity.reasons)}"
    for candidate in identity.candidates:
        film = f"{candidate.title} ({candidate.year or 'no year'})  {_ids(candidate.ids)}".rstrip()
        yield f"{candidate.score:+7.2f}  {film}"
        for feature in candidate.features:
            yield f"         {feature.bits:+6.2f}  {feature.name} {feature.value}"


def _ids(ids: Mapping[str, str]) -> str:
    return " ".join(f"{scheme}:{value}" for scheme, value in ids.items())
