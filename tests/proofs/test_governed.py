"""`bin/prove governed` presses and reads by words: each of them is still said on some page."""

import ast
import re

from tests.architecture import sources

SAYS = {"get_by_label", "get_by_role", "to_contain_text", "not_to_contain_text", "search"}
OTHERS = {"button", "link", "textbox", "heading", "Email"}  # roles, and a label of the sign-in library
PLAIN = re.compile(r"[A-Za-z][A-Za-z ]+[a-z]")


def pressed():
    """Give the longest plain piece of every text by which the proof finds something."""
    tree = ast.parse((sources.ROOT / "proofs" / "governing.py").read_text(encoding="utf-8"))
    calls = [
        one for one in ast.walk(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
    ]
    for call in calls:
        if call.func.attr not in SAYS:
            continue
        given = [*call.args, *(one.value for one in call.keywords)]
        for part in (part for one in given for part in ast.walk(one)):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value not in OTHERS:
                yield max(PLAIN.findall(part.value), key=len, default="")


def test_every_word_that_the_proof_presses_or_reads_stands_on_a_page():
    said = "".join(path.read_text(encoding="utf-8") for path in (sources.ROOT / "templates").rglob("*.html"))
    pages = sources.ROOT / "apps" / "console" / "pages"
    said += "".join(path.read_text(encoding="utf-8") for path in pages.rglob("*.py"))
    words = {one for one in pressed() if one}

    assert len(words) > 15
    assert [one for one in sorted(words) if one not in said] == []
