"""`bin/prove NAME [MODULE...]`: run a long form and write its row."""

import os
import subprocess
import sys
import time
from pathlib import Path

from proofs import book, forms

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "docs" / "proofs.md"


def commit() -> str:
    """Name the commit; a plus says that the tree had changes (the book itself is none)."""
    changes = _git("status", "--porcelain", "--", ".", ":!docs/proofs.md")
    return _git("rev-parse", "--short", "HEAD") + ("+" if changes else "")


def _git(*words: str) -> str:
    asked = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def run(name: str, more: list[str]) -> int:
    """Run a form, show what it prints, write its row; its exit code is ours."""
    form = forms.FORMS[name]
    arguments = list(form.arguments)
    if more:
        arguments = arguments[:2] + more if name == "mutation" else arguments + more
    if "--help" in more:  # it is asked, not run
        return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode
    at, started = commit(), time.monotonic()
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | form.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        said = []
        for line in running.stdout or ():
            sys.stdout.write(line)
            said.append(line)
    figure = forms.figure(form, "".join(said)) + ("" if running.returncode == 0 else " (FAILED)")
    figure = f"{figure}; {(time.monotonic() - started) / 60:.0f} min"
    today = time.strftime("%Y-%m-%d", time.gmtime())
    command = f"`{' '.join(['bin/prove', name, *more])}`"
    book.write(BOOK, book.Row(" ".join([name, *more]), today, at, command, figure))
    return running.returncode


def main(words: list[str]) -> int:
    """Understand the words that were typed."""
    name = words[0] if words else "list"
    if name == "list":
        for one, form in forms.FORMS.items():
            print(f"{one:<16}{form.says}")
        return 0
    if sentence := forms.refusal(name):
        print(sentence, file=sys.stderr)
        return 2
    return run(name, words[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
