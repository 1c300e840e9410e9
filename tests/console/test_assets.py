import gzip
import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "apps" / "console" / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICONS = set(re.findall(r'id="i-([a-z0-9-]+)"', (ROOT / "templates" / "_icons.svg").read_text()))
TAG = re.compile(r"{%.*?%}", re.DOTALL)


def weight(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def vendored() -> list[list[str]]:
    lines = (STATIC / "vendor" / "MANIFEST").read_text().splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("name", "version", "licence", "path", "digest"), vendored())
def test_a_vendored_file_is_what_the_manifest_says(name, version, licence, path, digest):
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest, f"{name} {version} {licence}"


def test_every_vendored_file_is_in_the_manifest():
    known = {Path(row[3]).name for row in vendored()}
    present = {path.name for path in (STATIC / "vendor").iterdir() if path.is_file()} - {"MANIFEST"}
    assert present <= known


def test_style_and_script_stay_inside_their_budgets():
    assert weight(*(STATIC / "console").glob("*.css")) <= 16 * 1024
    assert weight(STATIC / "vendor" / "htmx.min.js", STATIC / "console" / "console.js") <= 28 * 1024


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_inline_style_script_or_handler(path):
    text = TAG.sub("", path.read_text())
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|\|safe\b", text)
    assert all("src=" in opening for opening in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_asks_no_other_site(path):
    assert not re.search(r"(?:src|href)=[\"']https?:", path.read_text())


def test_every_icon_that_is_named_exists():
    sources = [*TEMPLATES, *(ROOT / "apps" / "console").rglob("*.py")]
    named = set()
    for path in sources:
        named |= set(re.findall(r'{%\s*icon "([a-z0-9-]+)"', path.read_text()))
        named |= set(re.findall(r'Effect\(\s*"([a-z0-9-]+)"', path.read_text()))
        named |= set(re.findall(r'icon="([a-z0-9-]+)"', path.read_text()))
    assert named - ICONS == set()


def test_the_style_sheets_use_logical_directions_only():
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|text-align:\s*(?:left|right)|float:"
    )
    for path in (STATIC / "console").glob("*.css"):
        assert not physical.search(path.read_text()), path.name
