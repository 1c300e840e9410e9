"""Mutants of modules, made and judged by mutmut in a copy of the tree: `bin/prove mutation MODULE`."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JUDGES = {"policy": "tests/policy", "intake": "tests/intake"}


def settings(modules: list[str]) -> str:
    """Write what mutmut reads: the modules, the tests that judge them, and all that these need."""
    judges = sorted({JUDGES.get(module.split("/")[1], "tests") for module in modules})
    lines = {
        "source_paths": modules,
        "also_copy": ["apps", "reviewhub", "tasks", "tests", "packs", "templates", "locale", "manage.py"],
        "pytest_add_cli_args_test_selection": judges,
    }
    return "[mutmut]\n" + "".join(
        f"{name} =\n" + "".join(f"    {value}\n" for value in values) for name, values in lines.items()
    )


def score(results: str) -> str:
    """Say how many mutants a test noticed, from what `mutmut results --all true` prints."""
    states = [line.rsplit(": ", 1)[1] for line in results.splitlines() if "__mutmut_" in line]
    noticed = sum(state in {"killed", "timeout"} for state in states)
    return f"mutation: {noticed} of {len(states)} mutants noticed"


def main(modules: list[str]) -> int:
    """Run in a copy, so that no mutant can ever stand in the tree."""
    program = str(Path(sys.executable).with_name("mutmut"))
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "x", "-C", folder], input=archive.stdout, check=True)
        (Path(folder) / "setup.cfg").write_text(settings(modules), encoding="utf-8")
        run = subprocess.run([program, "run", "--max-children", "2"], cwd=folder, check=False)
        told = subprocess.run(
            [program, "results", "--all", "true"], cwd=folder, capture_output=True, text=True, check=False
        )
    print(told.stdout)
    print(score(told.stdout))
    return run.returncode if "__mutmut_" in told.stdout else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
