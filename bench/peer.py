"""One tool over one file of rows, in a process of its own: `peer.py TOOL FILE FACTS_TOGETHER LEAST_ROWS`.

It prints the slices that the tool returns, as pairs of feature and code, and what that cost. The file is all
that it reads, so that it also runs where the product is not installed.
"""

import importlib
import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

MOST = 2_000  # slices that a tool returns; the selection afterwards is the same for all
ALPHA = 0.999  # sliceline: at its usual .6, and up to .95, small slices never come up
WARM = 2_000

Slices = list[list[tuple[int, int]]]
Search = Callable[[], Slices]


def reviewhub(codes: Any, flags: Any, together: int, least: int) -> Search:
    """All steps of the product's miner; its own selection is part of what it costs."""
    rules = importlib.import_module("apps.learning.rules")
    labels = [tuple(f"{code:03d}" for code in range(column.max() + 1)) for column in codes.T]
    columns = {
        f"fact_{number:03d}": rules.Coded(of, np.ascontiguousarray(column))
        for number, (of, column) in enumerate(zip(labels, codes.T, strict=True))
    }
    table = rules.Table(columns, flags)
    params = rules.Params(max_facts=together, min_n=least, confirmation_share=0.0)

    def search() -> Slices:
        plan = rules.plan(rules.survey(table), params)
        rows = rules.prepared(table, plan, params)
        counted = rules.count(rows, plan, params)
        offered = rules.test(counted, params)
        crossed = rules.cross(rows, offered.slices)
        rules.conclude(plan, counted, offered, crossed, params)
        facts, labels = rows.features.facts, rows.features.labels
        return [[(int(facts[f][5:]), int(labels[f][code])) for f, code in one] for one in offered.slices]

    return search


def sliceline(codes: Any, flags: Any, together: int, least: int) -> Search:
    """sliceline with its compiled parts, which are compiled before the clock starts."""
    logging.disable(logging.CRITICAL)
    finder = importlib.import_module("sliceline.slicefinder").Slicefinder
    told = {"alpha": ALPHA, "k": MOST, "verbose": False}
    finder(max_l=2, min_sup=2, **told).fit(codes[:WARM, :4], flags[:WARM].astype(float))

    def search() -> Slices:
        fitted = finder(max_l=together, min_sup=least, **told).fit(codes, flags.astype(float))
        return [
            [(feature, int(code)) for feature, code in enumerate(row) if code is not None]
            for row in fitted.top_slices_
        ]

    return search


def pysubgroup(codes: Any, flags: Any, together: int, least: int) -> Search:
    """pysubgroup, depth first over bit sets (its fastest), by the binomial test's measure."""
    tool = importlib.import_module("pysubgroup")
    frame = importlib.import_module("pandas").DataFrame(
        codes, columns=[str(n) for n in range(codes.shape[1])]
    )
    frame["overridden"] = flags

    def search() -> Slices:
        space = [
            tool.EqualitySelector(str(number), code)
            for number, column in enumerate(codes.T)
            for code in np.unique(column).tolist()
        ]
        task = tool.SubgroupDiscoveryTask(
            frame,
            tool.BinaryTarget("overridden", True),
            space,
            result_set_size=MOST,
            depth=together,
            qf=tool.StandardQF(0.5),
            constraints=[tool.MinSupportConstraint(least)],
        )
        found = tool.DFS(tool.BitSetRepresentation).execute(task).results
        return [
            [(int(part.attribute_name), int(part.attribute_value)) for part in one.selectors]
            for _, one, _ in found
            if one.selectors
        ]

    return search


TOOLS = {one.__name__: one for one in (reviewhub, sliceline, pysubgroup)}


def peak_mb() -> int:
    """Read what this program alone held at most; what is asked of the system also knows who started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def main() -> None:
    tool, file, together, least = sys.argv[1:]
    with np.load(file) as given:
        codes, flags = given["codes"], given["flags"]
    search = TOOLS[tool](codes, flags, int(together), int(least))
    begun, cpu = time.monotonic(), time.process_time()
    slices = search()
    cost = {
        "cpu": round(time.process_time() - cpu, 2),
        "wall": round(time.monotonic() - begun, 2),
        "mb": peak_mb(),
    }
    print(json.dumps({**cost, "slices": slices}))


if __name__ == "__main__":
    main()
