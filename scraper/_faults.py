"""Faults of ours: the one place that catches everything, so that a person gets one line."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from scraper.errors import ScraperError

T = TypeVar("T")
DEBUG_VARIABLE: Final = "SCRAPE_DEBUG"


class FaultError(ScraperError):
    """Something that this program did not foresee (exit code 70)."""

    code = "fault"


def attempt(function: Callable[[], T]) -> T:
    """Call `function`; what it raises unforeseen becomes a FaultError of one line.

    The traceback is printed first where the variable SCRAPE_DEBUG is set.
    """
    try:
        return function()
    except (ScraperError, BrokenPipeError):
        raise
    except Exception as error:  # the only one: see the module's docstring
        if os.environ.get(DEBUG_VARIABLE):
            traceback.print_exception(error)
        frame = traceback.extract_tb(error.__traceback__)[-1]
        raise FaultError(
            f"a fault of ours: {type(error).__name__}: {error} at {Path(frame.filename).name}:{frame.lineno}; "
            f"please report it with the traceback that {DEBUG_VARIABLE}=1 shows"
        ) from error
