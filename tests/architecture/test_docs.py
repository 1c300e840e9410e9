"""What the pages around the code name exists: a path in a document is a promise."""

import re

import pytest
import yaml

from tests.architecture import sources

PATH = re.compile(
    r"`((?:apps|tasks|reviewhub|demo|packs|templates|clients|tests|bench|bin|docs|\.ci)/[\w./-]*[\w/])`"
)
GENERATED = frozenset({"docs/proofs.md"})


def pages():
    found = [*sources.ROOT.glob("*.md"), *(sources.ROOT / "docs").rglob("*.md")]
    return sorted(page.relative_to(sources.ROOT).as_posix() for page in found)


def broken(text):
    """Find paths in backquotes, from the top of the tree, that lead nowhere."""
    return [
        path for path in PATH.findall(text) if path not in GENERATED and not (sources.ROOT / path).exists()
    ]


@pytest.mark.parametrize("page", pages())
def test_every_path_a_page_names_exists(page):
    assert broken((sources.ROOT / page).read_text(encoding="utf-8")) == []


def sign_ins(text):
    """Give (e-mail, password) of every row of a table of people."""
    return {(mail, word) for mail, word in re.findall(r"\|\s*(\S+@\S+)\s*\|\s*(\S+)\s*\|", text)}


def test_the_sign_ins_of_the_readme_are_those_of_the_demonstration():
    plan = yaml.safe_load((sources.ROOT / "demo/setup.yaml").read_text(encoding="utf-8"))
    people = {(one["email"], one["password"]) for each in plan["organisations"] for one in each["people"]}
    shown = sign_ins((sources.ROOT / "README.md").read_text(encoding="utf-8"))

    assert shown
    assert shown <= people
    assert sign_ins("| Olga | olga@example.org | secret |") == {("olga@example.org", "secret")}


def test_a_planted_dead_path_is_found():
    assert broken("see `apps/reviews/gone.py` and `bin/check`") == ["apps/reviews/gone.py"]


def settings_read(text):
    """Give the variables that reviewhub/env.py reads; `DEMONSTRATION` is the supervisor's own word to its children."""
    return set(re.findall(r'(?:get|_required|_ports|_count)\("([A-Z_]+)"', text)) - {"DEMONSTRATION"}


def test_every_setting_is_told_where_one_looks_for_it():
    told = (sources.ROOT / "docs/operate.md").read_text(encoding="utf-8")
    read = settings_read((sources.ROOT / "reviewhub/env.py").read_text(encoding="utf-8")) | {"VAULT_KEY"}

    assert len(read) > 7
    assert [name for name in sorted(read) if f"`{name}`" not in told] == []
    assert settings_read('_required("NEW_ONE")') == {"NEW_ONE"}
