"""`bin/bench --peers`: the miner beside sliceline and pysubgroup, on the same rows, with the same selection.

Each tool searches in a process of its own, under a limit of CPU time and of memory. What it returns goes
through the product's own test, minimum effect, selection and confirmation, whichever tool it was: the time of
the peers is that of their search alone, the time of ReviewHub is that of its whole run.

Planted rows: recall is of the planted slices that have at most as many facts as were searched together, among
the first 20; "truly": the returned that really have 1.2 times the background's rate. Real rows, of which
nobody knows the truth: "held": what was found again in the rows that were not searched (the later 30 % of the
claims, the other half of the mortgages).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from apps.learning import rules
from apps.learning.rules import candidates, cube
from bench import cpu, figures, planted, real

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "requirements-peers.txt"
OURS = "reviewhub"
PEERS = ("sliceline", "pysubgroup")
WALL = 5  # times the limit of CPU time, on a machine that others use as well
FIRST = 20
FIGURES = ("CPU s", "peak MB", "found", "recall", "truly or held")


@dataclass(frozen=True)
class Rows:
    """What every tool is given: codes and flags; `late` rows are not searched, they confirm."""

    name: str
    table: rules.Table
    late: npt.NDArray[np.bool_]
    truth: planted.Planted | None = None


@dataclass(frozen=True)
class Run:
    """One tool over one set of rows. `why`: why there is nothing to judge."""

    rows: str
    n: int
    n_facts: int
    together: int
    tool: str
    cpu: float | None = None
    wall: float | None = None
    mb: int | None = None
    n_found: int | None = None
    n_hit: int | None = None
    n_planted: int | None = None
    n_right: int | None = None
    why: str = ""


def drawn(n: int, seeds: int) -> Iterator[Rows]:
    """Rows with planted slices, by both generators."""
    for kind in planted.KINDS:
        for seed in range(seeds):
            made = planted.plant(n, seed=seed, kind=kind)
            yield Rows(kind, made.table, np.zeros(n, dtype=np.bool_), made)


def recorded() -> Iterator[Rows]:
    """Real rows, with what is held back to confirm."""
    claims, mortgages = real.injury(), real.mortgages()
    yield Rows("claims", claims, np.arange(len(claims)) >= round(0.7 * len(claims)))
    halves = np.random.default_rng(0).permutation(len(mortgages)) % 2 == 1
    yield Rows("mortgages", mortgages, halves)


def compared(rows: Rows, together: int, pythons: Mapping[str, Path], given: argparse.Namespace) -> list[Run]:
    """Let every tool search the rows, and judge what each returned."""
    table = replace(rows.table, order=None)
    params = rules.Params(max_facts=together, min_n=given.least, confirmation_share=0.0)
    plan = rules.plan(rules.survey(table), params)
    encoded = replace(rules.prepared(table, plan, params), late=rows.late)
    counted = rules.count(encoded, plan, params)
    about = {"rows": rows.name, "n": len(rows.late), "n_facts": len(encoded.features.facts)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rows.npz")
        codes = np.stack(encoded.features.codes, axis=1)[~rows.late]
        np.savez(file, codes=codes, flags=encoded.overridden[~rows.late])
        runs = []
        for tool, python in pythons.items():
            told = ran(tool, python, file, together, given)
            run = Run(**about, together=together, tool=tool, why=told.get("why", ""))  # type: ignore[arg-type]
            if not run.why:
                slices = {tuple(sorted(map(tuple, one))) for one in told.pop("slices")}
                result = concluded(slices, plan, counted, encoded, params)
                run = replace(run, **told, **judged(rows, result.patterns, together))
            runs.append(run)
            print(f"  {asdict(run)}", file=sys.stderr, flush=True)
    return runs


def ran(tool: str, python: Path, file: Path, together: int, given: argparse.Namespace) -> dict[str, Any]:
    """Run a tool in a process of its own; where it gave up, or was stopped, say why."""
    if not python.exists():
        return {"why": "not installed"}
    words = [*_words(tool, python), tool, str(file), str(together), str(given.least)]
    limits = partial(_limit, given.seconds, given.gb)
    try:
        done = subprocess.run(
            words, cwd=ROOT, env=os.environ | ALONE, capture_output=True, text=True, check=False,
            timeout=given.seconds * WALL, preexec_fn=limits,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"why": f"did not finish in {given.seconds * WALL} s"}
    if done.returncode == 0:
        told: dict[str, Any] = json.loads(done.stdout)
        return told
    if done.returncode < 0:
        return {"why": f"did not finish in {given.seconds} s of CPU"}
    last = (done.stderr.strip().splitlines() or ["no word"])[-1]
    if "Unable to allocate" in last:
        asked = last.split("Unable to allocate ", 1)[1].split(" for ", 1)[0]
        return {"why": f"asked for {asked} more, of at most {given.gb} GiB"}
    return {"why": f"did not finish in {given.gb} GiB" if "MemoryError" in last else last[-120:]}


ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}


def _words(tool: str, python: Path) -> list[str]:
    return [str(python), "-m", "bench.peer"] if tool == OURS else [str(python), str(ROOT / "bench/peer.py")]


def _limit(seconds: int, gb: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (gb * 2**30, gb * 2**30))


def concluded(
    slices: set[candidates.Literals],
    plan: rules.Plan,
    counted: rules.Counted,
    rows: rules.Rows,
    params: rules.Params,
) -> rules.MineResult:
    """Test, select and confirm what a tool returned, as if the search had looked at nothing else.

    The number of tests is that of the full search all the same: the tool looked through it.
    """
    (full,) = counted
    starts = {block.features: block.start for block in cube.layout(full.sizes, full.max_facts)}
    cells = np.zeros_like(full.cells)
    for literals in slices:
        features = tuple(feature for feature, _ in literals)
        codes = tuple(code for _, code in literals)
        place = starts[features] + np.ravel_multi_index(codes, [full.sizes[one] for one in features])
        cells[place] = full.cells[place]
    _, these = candidates.candidates(replace(full, cells=cells), params)
    n_tests = len(candidates.tested(full, min_n=params.min_n))
    offered = rules.Offered(((n_tests, tuple(these)),))
    return rules.conclude(plan, counted, offered, rules.cross(rows, offered.slices), params)


def judged(rows: Rows, patterns: Sequence[rules.PatternFound], together: int) -> dict[str, int]:
    """Count what was found, what of it was planted, and what of it is right."""
    if rows.truth is None:
        held = sum(bool(one.confirmation and one.confirmation.held) for one in patterns)
        return {"n_found": len(patterns), "n_right": held}
    found = list(map(planted.as_slice, patterns))
    reachable = tuple(one for one in rows.truth.slices if len(one) <= together)
    n_hit, n_right = planted.judged(replace(rows.truth, slices=reachable), found, first=FIRST)
    return {"n_found": len(found), "n_hit": n_hit, "n_planted": len(reachable), "n_right": int(n_right)}


def installed(folder: Path) -> Path:
    """Return a Python that has the peers; where they cannot be installed, say so in one sentence."""
    python, mark = folder / "bin/python", folder / "installed"
    if not mark.exists() or mark.read_text() != PINNED.read_text():
        print(f"Installing the peers of {PINNED.name} into {folder} ...", file=sys.stderr, flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        venv.create(folder, with_pip=True, clear=True)
        words = [str(python), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", "-r", str(PINNED)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
            print(
                f"The peers cannot be installed here, so ReviewHub is measured alone: {last}", file=sys.stderr
            )
            return folder / "missing"
        mark.write_text(PINNED.read_text())
    return python


def summed(runs: Sequence[Run]) -> list[dict[str, object]]:
    """Put the runs of one kind of rows, level and tool into one line."""
    kinds = list(dict.fromkeys((one.rows, one.n, one.together, one.tool) for one in runs))
    return [
        _line([one for one in runs if (one.rows, one.n, one.together, one.tool) == kind]) for kind in kinds
    ]


def _line(runs: Sequence[Run]) -> dict[str, object]:
    first, done = runs[0], [one for one in runs if not one.why]
    about = {
        "rows": f"{first.rows} {first.n:,} x {first.n_facts}",
        "facts together": first.together,
        "tool": first.tool,
        "runs": len(runs),
    }
    if not done:
        return {
            **about,
            **dict.fromkeys(("CPU s", "peak MB", "found", "recall", "truly or held"), ""),
            "": first.why,
        }
    n_found, n_planted = _sum(done, "n_found"), _sum(done, "n_planted")
    return {
        **about,
        "CPU s": round(_sum(done, "cpu") / len(done), 2),
        "peak MB": max(one.mb or 0 for one in done),
        "found": round(n_found / len(done), 1),
        "recall": f"{_sum(done, 'n_hit') / n_planted:.2f}" if n_planted else "",
        "truly or held": f"{_sum(done, 'n_right') / n_found:.2f}" if n_found else "",
        "": "; ".join(sorted({one.why for one in runs if one.why})),
    }


def _sum(runs: Sequence[Run], name: str) -> float:
    return sum(getattr(one, name) or 0 for one in runs)


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bin/bench --peers", description=__doc__)
    parser.add_argument("--json", action="store_true", help="every run and the machine, for programs")
    parser.add_argument("--n", type=int, nargs="*", default=[20_000, 100_000], help="planted rows")
    parser.add_argument("--together", type=int, nargs="*", default=[2, 3], help="facts looked at together")
    parser.add_argument("--seeds", type=int, default=3, help="of each generator")
    parser.add_argument("--least", type=int, default=30, help="rows that a slice needs, for every tool")
    parser.add_argument("--seconds", type=int, default=300, help="of CPU that a tool may take for one search")
    parser.add_argument("--gb", type=int, default=6, help="GiB of memory that a tool may take")
    parser.add_argument("--tools", nargs="*", default=list(PEERS))
    parser.add_argument("--no-real", action="store_true", help="planted rows only")
    parser.add_argument(
        "--home", type=Path, default=ROOT / ".data/peers", help="where the peers are installed"
    )
    return parser.parse_args()


def main() -> None:
    """Measure the tools in turn on every set of rows."""
    given = options()
    theirs = installed(given.home.resolve())
    pythons = {OURS: Path(sys.executable), **dict.fromkeys(given.tools, theirs)}
    runs: list[Run] = []
    for n in given.n:
        for rows in drawn(n, given.seeds):
            for together in given.together:
                runs += compared(rows, together, pythons, given)
    for rows in () if given.no_real else recorded():
        for together in given.together:
            runs += compared(rows, together, pythons, given)
    lines, machine = summed(runs), cpu.machine()
    if given.json:
        limits = {"seconds": given.seconds, "gib": given.gb}
        print(
            json.dumps(
                {"machine": machine, "limits": limits, "lines": lines, "runs": list(map(asdict, runs))}
            )
        )
    else:
        print(
            ", ".join(f"{name} {value}" for name, value in machine.items()), figures.table(lines), sep="\n\n"
        )


if __name__ == "__main__":
    main()
