"""Measuring answers against labelled pages: one comparison, one table, one reliability table.

A driver-side package: it reads labelled rows, asks a callable it is *given* for each answer in
the flat form, and compares. It knows the fields and the flat form and no stage.
"""

from scraper.evaluate.compare import Judgement, judge
from scraper.evaluate.gold import Row, read_rows
from scraper.evaluate.report import given, json_report, text_report
from scraper.evaluate.runs import Candidate, Given, Judged, evaluate
from scraper.evaluate.table import Tally, tallies, wilson

__all__ = [
    "Candidate",
    "Given",
    "Judged",
    "Judgement",
    "Row",
    "Tally",
    "evaluate",
    "given",
    "json_report",
    "judge",
    "read_rows",
    "tallies",
    "text_report",
    "wilson",
]
