"""`scrape report`: write report.html and the metrics file from the run summaries."""

from __future__ import annotations

import argparse

HELP: str = "write output/report.html and output/metrics.prom anew from the run summaries"
EPILOG: str = """\
`scrape crawl` does this at the end of every run. The report is one file without outside parts.

examples:
  scrape report
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Write both files and print their paths."""
    from scraper.cli._store import project_of
    from scraper.operate.finish import rewrite

    project = project_of(args.project)
    rewrite(project)
    print(project.output / "report.html")
    print(project.output / "metrics.prom")
    return 0
