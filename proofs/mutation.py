"""Mutants of modules, made and judged by mutmut in a copy of the tree: `bin/prove mutation [MODULE...]`.

A whole run takes hours, so one mutant in ten is judged: of each function the first, the eleventh and so on.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEEDS_A_DATABASE = re.compile(r"(?<!tests\.)\b(?:world|committed|django_db)\b")
SAMPLE = "*__mutmut_*1"
NOTICED = frozenset({"killed", "timeout", "caught by type check"})
UNJUDGED = "not checked"


def judges(module: str) -> list[str]:
    """Name the tests of a module's app; rules are judged, at once, by the tests that need no database.

    Rules that the rules of another app are built on are judged by the tests of that app, too.
    """
    _, app, layer = module.removesuffix(".py").split("/")[:3]
    apps = [app, *_built_on(module, app)] if layer == "rules" else [app]
    tests = [test for one in apps for test in sorted((ROOT / "tests" / one).glob("test_*.py"))]
    if layer == "rules":
        tests = [test for test in tests if not NEEDS_A_DATABASE.search(test.read_text(encoding="utf-8"))]
    return [str(test.relative_to(ROOT)) for test in tests] or ["tests"]


def _built_on(module: str, app: str) -> list[str]:
    package, name = module.removesuffix(".py").replace("/", ".").rsplit(".", 1)
    imports = re.compile(
        rf"^from {re.escape(package)}(?:\.{name} import\b| import .*\b{name}\b)", re.MULTILINE
    )
    users = [
        path.relative_to(ROOT).parts[1]
        for path in (ROOT / "apps").glob("*/rules/*.py")
        if imports.search(path.read_text(encoding="utf-8"))
    ]
    return sorted(set(users) - {app})


def settings(modules: list[str], tree: list[str]) -> str:
    """Write what mutmut reads: the modules, the tests that judge them, and the tree that these need."""
    chosen = sorted({test for module in modules for test in judges(module)})
    lines = {
        "source_paths": modules,
        "also_copy": tree,
        "pytest_add_cli_args_test_selection": chosen,
    }
    return "[mutmut]\n" + "".join(
        f"{name} =\n" + "".join(f"    {value}\n" for value in values) for name, values in lines.items()
    )


def score(results: str) -> str:
    """Say for each module how many judged mutants a test noticed, from what `mutmut results` prints."""
    states = [
        (line.strip().removeprefix("apps.").rsplit(".", 1)[0], line.rsplit(": ", 1)[1])
        for line in results.splitlines()
        if "__mutmut_" in line and not line.endswith(UNJUDGED)
    ]
    told = []
    for module in sorted({module for module, _ in states}):
        judged = [state in NOTICED for of, state in states if of == module]
        told.append(f"{module} {sum(judged)} of {len(judged)} ({sum(judged) / len(judged):.0%})")
    return f"mutation: noticed of one mutant in ten: {', '.join(told) or 'none judged'}"


def main(modules: list[str]) -> int:
    """Run in a copy, so that no mutant can ever stand in the tree."""
    program = str(Path(sys.executable).with_name("mutmut"))
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "x", "-C", folder], input=archive.stdout, check=True)
        tree = sorted(path.name for path in Path(folder).iterdir())
        (Path(folder) / "setup.cfg").write_text(settings(modules, tree), encoding="utf-8")
        run = subprocess.run([program, "run", "--max-children", "1", SAMPLE], cwd=folder, check=False)
        told = subprocess.run(
            [program, "results", "--all", "true"], cwd=folder, capture_output=True, text=True, check=False
        )
    print(told.stdout)
    print(score(told.stdout))
    return run.returncode if NOTICED & set(told.stdout.replace(": ", "\n").splitlines()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
