"""What happens to the site after its first crawl: nothing, changes, an outage, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from content import Post
from host import WordPress


@dataclass(slots=True)
class Target:
    """Counts what was to be reached; calling it notes and prints one."""

    where: str = ""
    met: int = 0
    missed: list[str] = field(default_factory=list)

    def __call__(self, what: str, reached: bool) -> None:  # noqa: FBT001 - reads as a sentence where it is called
        """Note one target."""
        print(f"  {'reached' if reached else 'MISSED '} {what}")
        self.met += reached
        if not reached:
            self.missed.append(f"{self.where}: {what}")

    def summary(self) -> str:
        """All targets in a line, and the missed ones."""
        lines = [f"{self.met} of {self.met + len(self.missed)} targets reached"]
        return "\n".join([*lines, *(f"  MISSED {what}" for what in self.missed)])


@dataclass(slots=True)
class Story:
    """The visits after the first."""

    wordpress: WordPress
    posts: Sequence[Post]
    project: Path
    target: Target
    delay: float

    def tell(self) -> None:
        """Everything in order."""
