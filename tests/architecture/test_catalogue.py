"""The catalogues of locale/ are what bin/words makes of the sources (docs/adr/0009)."""

import functools
import importlib.util
import re

import pytest
from django.utils import dates, translation

from tests.architecture import sources

spec = importlib.util.spec_from_file_location("words_tool", sources.ROOT / "bin" / "_words.py")
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


HOMES = [None, *tool.packs()]
of_each = pytest.mark.parametrize(
    ("language", "home"), [(language, home) for language in tool.LANGUAGES for home in HOMES]
)


@of_each
def test_the_compiled_catalogue_is_what_the_text_says(language, home):
    assert tool.stale(language, home) == []


@of_each
def test_a_catalogue_is_written_always_the_same(language, home):
    text = (tool.folder(language, home) / "django.po").read_bytes()

    assert tool.po_bytes(tool.read(language, home)) == text


@of_each
def test_what_is_translated_keeps_its_placeholders_and_has_every_plural(language, home):
    kept = tool.read(language, home)
    unfinished = [fault for fault in tool.faults(language, kept, home) if "untranslated" not in fault]

    assert unfinished == []


@of_each
def test_every_sentence_is_translated_and_none_is_stale(language, home):
    """What `bin/words --check` says, as a step of bin/check."""
    collected = tool.collect_pack(home) if home else sentences()

    assert tool.faults(language, collected, home) == []


@functools.cache
def sentences():
    """Collect those of the product once."""
    return tool.collect()


def planted(source, *, string, context=None):
    catalog = tool.Catalog(locale="de")
    return catalog.add(source, string, context=context)


@pytest.mark.parametrize(
    ("source", "string", "n_found"),
    [
        ("%(n)s cases", "%(n)s Fälle", 0),
        ("%(n)s cases", "%(m)s Fälle", 1),
        ("%(n)s cases", "", 1),
        (("%(n)s case", "%(n)s cases"), ("Ein Fall", "%(n)s Fälle"), 0),
        (("%(n)s case", "%(n)s cases"), ("%(n)s Fall", ""), 1),
        (("%(n)s case", "%(n)s cases"), ("%(n)s Fall", "Fälle"), 1),
    ],
)
def test_a_planted_fault_of_a_translation_is_found(source, string, n_found):
    assert len(tool._faults_of(planted(source, string=string))) == n_found


def test_sentences_of_templates_and_python_are_collected(tmp_path, monkeypatch):
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "page.html").write_text(
        '<div>\n  {% translate "Inbox" %}\n    {% blocktranslate count n=rows|length trimmed %}\n'
        "      {{ n }} case\n    {% plural %}\n      {{ n }} cases\n    {% endblocktranslate %}\n  </div>"
    )
    (tmp_path / "apps" / "verbs.py").write_text(
        'say("%(who)s waits", who=who)\npgettext("date", "%(day)s")\nsay(known)\n'
    )
    monkeypatch.setattr(tool, "ROOT", tmp_path)

    found = {tool.key(one) for one in tool.messages(tool.collect())}

    assert found == {
        ("Inbox", ""),
        (("%(n)s case", "%(n)s cases"), ""),
        ("%(who)s waits", ""),
        ("%(day)s", "date"),
    }


REPLACED = (
    "Administrator", "Anfang nennt", "Aufsicht", "Eigner", "Fakt", "Faktum", "Kontrakt", "Posteingang", "Postfach", "Quittung",
    "Richtlinie", "Risikohaltung", "Umkehrung", "Vereinbarung", "Verwaltung", "Vollmacht", "eskalier", "riet", "rät",
)  # fmt: skip


def german(home=None):
    kept = tool.messages(tool.read("de", home))
    return [(one, text) for one in kept for text in tool._all(one.string)]


def test_one_thing_has_one_german_word():
    """Those of the table in locale/README.md, not the ones that it replaced."""
    old = re.compile(rf"\b({'|'.join(REPLACED)})(s|e|en|er|ern|t)?\b")

    assert [text for _one, text in german() if old.search(text)] == []


@pytest.mark.parametrize("home", HOMES)
def test_german_is_formal_and_typographic(home):
    rude = re.compile(r"\b(du|dein\w*|dich|dir|ihr habt|euch|euer|eure)\b", re.IGNORECASE)
    straight = re.compile(r"[\"'“]")
    said = [re.sub(r"<[^>]+>|„[^„“]*“", "", text) for _one, text in german(home)]

    assert [text for text in said if rude.search(text) or straight.search(text) or "!" in text] == []


def test_what_the_packs_and_the_product_say_alike_is_translated_alike():
    """The catalogues are read as one: of two translations of a sentence only the first would be seen."""
    known, twice = {}, []
    for home in HOMES:
        for one in tool.messages(tool.read("de", home)):
            before = known.setdefault(tool.key(one), one.string)
            twice += [(one.id, before, one.string)] * (before != one.string)

    assert twice == []


def test_no_sentence_of_ours_changes_a_month_or_a_day_of_the_week():
    """`May` as a right once made 17 May into »17. Darf«: what is ours has a context."""
    names = (dates.MONTHS, dates.MONTHS_3, dates.MONTHS_ALT, dates.WEEKDAYS, dates.WEEKDAYS_ABBR)
    with translation.override("en"):
        theirs = {str(name) for each in names for name in each.values()}

    assert theirs & {one.id for one, _text in german() if not one.context} == set()


def test_in_every_sentence_the_ai_is_called_the_ai():
    """Not the machine: that is what sends and answers by a key."""
    said = [text for one in sentences() for text in (one.id if isinstance(one.id, tuple) else (one.id,))]

    assert [text for text in said if re.search(r"\bthe machine\b", text, re.IGNORECASE)] == []
