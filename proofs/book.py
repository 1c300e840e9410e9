"""docs/proofs.md: one row per long form; a new run replaces its row."""

from dataclasses import astuple, dataclass
from pathlib import Path

HEAD = """# Proofs

What the long forms found, each at the commit it names. `bin/prove NAME` runs one and replaces its row;
`+` after a commit: the tree had changes that were not committed.

| proof | date | commit | command | figure |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    name: str
    date: str
    commit: str
    command: str
    figure: str


def rows(text: str) -> dict[str, Row]:
    """Read the rows of a book by name."""
    _, _, table = text.partition("|---|---|---|---|---|\n")
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line)
    return {cell[0]: Row(*cell) for cell in cells}


def with_row(text: str, row: Row) -> str:
    """Give the book with this row, in the order of the names."""
    known = rows(text) | {row.name: row}
    lines = ("| " + " | ".join(map(_cell, astuple(known[name]))) + " |\n" for name in sorted(known))
    return HEAD + "".join(lines)


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "/").split())


def write(path: Path, row: Row) -> None:
    """Put the row into the book at `path`."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(with_row(text, row), encoding="utf-8")
