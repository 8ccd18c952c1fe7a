"""Stage packages whose name is also a public function: `scraper.extract`, `scraper.link`.

Python binds a package's submodule to its name in the parent as soon as anything imports it, so
`scraper.extract` is sometimes the function of `scraper.api` and sometimes the stage. Calling
the stage is therefore made the same as calling the function; the language allows a module to
be given a subclass of its type (data model, "Customizing module attribute access").
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType


class _Face(ModuleType):
    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call the function of `scraper.api` that has this stage's name."""
        function = getattr(import_module("scraper.api"), self.__name__.rpartition(".")[2])
        return function(*args, **kwargs)


def callable_stage(name: str) -> None:
    """Make the stage package `name` callable as the public function of the same name.

    One line at the top of the stage's `__init__`: `callable_stage(__name__)`.
    """
    sys.modules[name].__class__ = _Face
