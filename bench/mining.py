"""`bin/prove mining`: does the miner find what is planted, and nothing where nothing is?

Planted slices by both generators (--seeds, --n), runs on nothing (--null, --null-n), time and memory of one
run, and parts counted by processes that exchange cubes alone. Short: `--seeds 1 --null 10 --null-n 20000
--n 200000`.
"""

import argparse
import hashlib
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy import special

from apps.learning import rules
from bench import planted

MOST_SECONDS = 15.0  # of CPU, for 10^6 rows x 18 facts, 3 facts together
MOST_MB = 500
MOST_TIMES = 12  # the time of 10^6, for 10^7
MOST_MB_OF_MORE = 1000
LEAST = 0.9  # recall, and the share of the returned that truly stand out
LEVEL = 0.05
PARTS = 8


def recall(n: int, seeds: int) -> tuple[list[str], bool]:
    """Mine what was planted with each generator."""
    said, is_good = [], True
    for kind in planted.KINDS:
        hits, found, truly, slowest = 0, 0, 0, 0.0
        for seed in range(seeds):
            made = planted.plant(n, seed=seed, kind=kind)
            begun = time.process_time()
            patterns = rules.mine(made.table, rules.Params()).patterns
            slowest = max(slowest, time.process_time() - begun)
            n_hit, n_truly = planted.judged(made, [planted.as_slice(one) for one in patterns])
            hits, found, truly = hits + n_hit, found + len(patterns), truly + n_truly
            print(
                f"  {kind} seed {seed}: {n_hit} of {planted.N_PLANTED}, {n_truly} of {len(patterns)}",
                flush=True,
            )
        share, right = hits / (seeds * planted.N_PLANTED), truly / max(found, 1)
        is_good &= share >= LEAST and right >= LEAST
        said.append(f"{kind} recall {share:.3f}, truly {right:.3f} of {found}, at most {slowest:.1f} CPU s")
    return said, is_good


def nothing(n: int, runs: int) -> tuple[str, bool]:
    """Count the runs on nothing that find something."""
    n_found = 0
    for seed in range(1_000, 1_000 + runs):
        made = planted.plant(n, seed=seed, kind="additive", n_planted=0)
        n_found += bool(rules.mine(made.table, rules.Params()).patterns)
    most = next(k for k in range(runs + 1) if special.bdtr(k, runs, LEVEL) >= 0.95)  # noqa: PLR2004
    return f"{n_found} of {runs} runs on nothing found something (at most {most})", n_found <= most


def alone(n: int) -> None:
    """Mine once in a process of its own and print its seconds and its peak memory above the rows' own."""
    made = planted.plant(n, seed=0, kind="logit")
    table = made.table
    del made
    before = _now_mb()
    begun, cpu = time.monotonic(), time.process_time()
    rules.mine(table, rules.Params())
    print(f"{time.monotonic() - begun:.1f} {time.process_time() - cpu:.1f} {_peak_mb():.0f} {before:.0f}")


def measured(n: int) -> tuple[float, float, float, float]:
    """Mine so many rows in a process of its own: seconds, seconds of CPU, peak MB, MB of the rows alone."""
    asked = [sys.executable, "-m", "bench.mining", "--alone", str(n)]
    ran = subprocess.run(asked, capture_output=True, text=True, check=True)
    wall, cpu, peak, rows = map(float, ran.stdout.split())
    return wall, cpu, peak, rows


def sized(n: int, more: int) -> tuple[list[str], bool]:
    """Measure one run of n rows and, where asked, one of more."""
    said, is_good, of_n = [], True, 0.0
    for each in filter(None, (n, more)):
        wall, cpu, peak, rows = measured(each)
        said.append(f"{each} rows x 18 facts in {cpu} s of CPU ({wall} s), {peak:.0f} MB, {rows:.0f} before")
        print(f"  {said[-1]}", flush=True)
        if each == n:
            of_n = cpu
            is_good &= n < 10**6 or (cpu <= MOST_SECONDS and peak <= MOST_MB)
        else:
            is_good &= cpu <= MOST_TIMES * of_n * more / (10 * n) and peak <= MOST_MB_OF_MORE
    return said, is_good


def parted(n: int, processes: int, seed: int = 0) -> tuple[str, float]:
    """Mine in parts; each process writes into a folder of its own, and only cubes are read from it."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        folders = [Path(home, str(number)) for number in range(processes)]
        for folder in folders:
            folder.mkdir()
        work = [(n, seed, part, folders[part % processes]) for part in range(PARTS)]
        with multiprocessing.get_context("spawn").Pool(processes) as pool:
            pool.map(_survey, work, chunksize=1)
            surveys = [rules.unpacked_survey(_of(folders, part, "survey")) for part in range(PARTS)]
            plan = rules.plan(rules.merged_surveys(surveys), rules.Params())
            pool.map(_count, [(*one, plan) for one in work], chunksize=1)
            counted = rules.merged([rules.unpacked_counted(_of(folders, p, "count")) for p in range(PARTS)])
            offered = rules.test(counted, rules.Params())
            pool.map(_cross, [(*one, plan, offered.slices) for one in work], chunksize=1)
            crossed = rules.added([rules.unpacked_crossed(_of(folders, p, "cross")) for p in range(PARTS)])
    result = rules.conclude(plan, counted, offered, crossed, rules.Params())
    return hashlib.sha256(repr(result).encode()).hexdigest(), time.monotonic() - begun


def _of(folders, part, what):
    return (folders[part % len(folders)] / f"{part}.{what}").read_bytes()


def _part(n, seed, part):
    """A part of the rows, drawn by a seed of its own."""
    made = planted.plant(n // PARTS, seed=seed, kind="logit")
    dice = np.random.default_rng([seed, part])
    table = made.table
    return rules.Table(table.columns, dice.random(n // PARTS) < made.rate, np.full(n // PARTS, part))


def _survey(work):
    n, seed, part, folder = work
    (folder / f"{part}.survey").write_bytes(rules.packed(rules.survey(_part(n, seed, part))))


def _rows(n, seed, part, plan):
    return rules.prepared(_part(n, seed, part), plan, rules.Params())


def _count(work):
    n, seed, part, folder, plan = work
    counted = rules.count(_rows(n, seed, part, plan), plan, rules.Params())
    (folder / f"{part}.count").write_bytes(rules.packed(counted))


def _cross(work):
    n, seed, part, folder, plan, slices = work
    (folder / f"{part}.cross").write_bytes(rules.packed(rules.cross(_rows(n, seed, part, plan), slices)))


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _now_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/prove mining", description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--null", type=int, default=200)
    parser.add_argument("--null-n", type=int, default=100_000)
    parser.add_argument(
        "--alone", type=int, default=0, help="only: time and memory of one run of so many rows"
    )
    parser.add_argument("--more", type=int, default=0, help="also: time and memory of a run of so many rows")
    options = parser.parse_args()
    if options.alone:
        alone(options.alone)
        return 0
    said, is_good = sized(options.n, options.more)
    words, good = recall(options.n, options.seeds)
    on_nothing, none_good = nothing(options.null_n, options.null)
    said += [*words, on_nothing]
    is_good &= good and none_good
    digests = {}
    for processes in (1, 2, 4):
        digest, seconds = parted(options.n, processes)
        digests[digest] = digests.get(digest, 0) + 1
        said.append(f"{processes} processes {seconds:.1f} s")
    is_good &= len(digests) == 1
    said.append("one result" if len(digests) == 1 else f"{len(digests)} RESULTS")
    print(f"mining: {'; '.join(said)}; load {os.getloadavg()[0]:.1f}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
