"""What was measured, and how it is written."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

FLOOR = "floor_drf"


@dataclass(frozen=True)
class Figure:
    """What one work of one run cost; CPU in seconds per 1,000 items."""

    system: str
    work: str
    n: int
    app: float
    database: float
    wall_seconds: float
    resident_mb: int
    p95_ms: float | None = None

    @property
    def total(self) -> float:
        return self.app + self.database


def medians(figures: list[Figure]) -> list[dict[str, object]]:
    """Put the runs of each system and work into one line, with its ratio to the floor of the same work."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.work, figure.system), []).append(figure)
    totals = {key: statistics.median(one.total for one in group) for key, group in groups.items()}
    return [
        {
            "work": work,
            "system": system,
            "n": group[0].n,
            "runs": len(group),
            "cpu_s_per_1k": round(totals[work, system], 3),
            "app": round(statistics.median(one.app for one in group), 3),
            "database": round(statistics.median(one.database for one in group), 3),
            "times_floor_drf": _times(totals, work, system),
            "p95_ms": statistics.median(one.p95_ms or 0 for one in group) or "",
            "resident_mb": max(one.resident_mb for one in group),
        }
        for (work, system), group in sorted(groups.items(), reverse=True)
    ]


def _times(totals: Mapping[tuple[str, str], float], work: str, system: str) -> float | str:
    floor = totals.get((work, FLOOR))
    return round(totals[work, system] / floor, 2) if floor else ""


def table(rows: list[dict[str, object]]) -> str:
    """Write the rows as a Markdown table."""
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + "---|" * len(rows[0])]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row.values())) + " |" for row in rows)])
