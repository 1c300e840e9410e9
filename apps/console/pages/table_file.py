"""Tables as files that no spreadsheet runs, named by what they show."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.text import slugify

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_LINES = 2000


def as_csv(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a table, one line a row: None is empty, a flag yes or no, a number as it is."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_cell(one) for one in row])
    return file.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value) if isinstance(value, int) else neutral(str(value))


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe goes before what could start a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def file_name(*parts: str) -> str:
    """Name a file by what it shows, without what it ends in; parts that are empty are left out."""
    return "-".join(filter(None, map(slugify, parts)))
