"""Collect every sentence of templates and Python, keep the catalogues of locale/ in step, compile them."""

import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("apps", "templates")
LANGUAGES = ("de",)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "say": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "say_many": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)0?\d*[a-z]|%%")
FORMATS = "date"  # a context whose sentences may choose among their parts


def sources() -> Iterator[tuple[Path, str]]:
    """Give every file that may hold sentences, as Python."""
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield path, path.read_text()
            elif path.name == "keymap.json":
                yield path, "\n".join(f"_({line['words']!r})" for line in json.loads(path.read_text()))
            elif path.suffix in {".html", ".txt"}:
                lines = templatize(path.read_text(), origin=str(path)).splitlines()
                yield path, "\n".join(line.strip() for line in lines)
    yield from _demonstration()


def _demonstration() -> Iterator[tuple[Path, str]]:
    """Give what the demonstration says of its people, and what its AI systems are for."""
    people, setup = ROOT / "demo" / "people.py", ROOT / "demo" / "setup.yaml"
    if people.exists():
        yield people, people.read_text()
    if setup.exists():
        organisations = yaml.safe_load(setup.read_text())["organisations"]
        systems = [system for one in organisations for system in one.get("systems", ())]
        yield setup, "\n".join(f"_({one['purpose']!r})" for one in systems)


def collect() -> Catalog:
    """Return the sentences of the sources, untranslated."""
    catalog = Catalog()
    for _path, text in sources():
        found = extract_python(io.BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"})
        for _line, name, given, _comments in found:
            _add(catalog, name, given)
    return catalog


# What a pack says to people: these fields of its files, wherever they stand, and the names in these.
PACK_FIELDS = frozenset(
    [
        "case_word",
        "currency_note",
        "decision_question",
        "defined_by",
        "happened",
        "help",
        "label",
        "means",
        "name",
        "not_happened",
        "note",
        "person_word",
        "purpose",
        "say",
        "stake_label",
        "stake_note",
        "statement",
        "text",
        "unit",
        "why",
    ]
)
PACK_LISTS = frozenset({"honest_limits", "never_by_ai", "told"})


def packs() -> list[Path]:
    """Return the folders of packs; each brings its own catalogue."""
    return sorted(path.parent for path in (ROOT / "packs").glob("*/pack.yaml"))


def collect_pack(pack: Path) -> Catalog:
    """Return what a pack's files say to people, untranslated."""
    catalog = Catalog()
    for path in sorted(pack.glob("*.yaml")):
        told = yaml.safe_load(path.read_text())
        for text in _said(told):
            catalog.add(text)
        for one in told.get("measures", ()):  # what becomes known later is named by its code
            catalog.add(one["code"].replace("_", " ").capitalize())
    return catalog


def _said(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _said(one)
    if not isinstance(node, dict):
        return
    for name, value in node.items():
        if name == "values" and isinstance(value, dict):
            yield from map(str, value.values())
        elif name == "sources" and isinstance(value, list):
            for slug in value:
                source = slug.replace("_", " ")
                yield from (source, source.capitalize())  # within a sentence, and on its own
        elif name in PACK_LISTS and isinstance(value, list):
            yield from map(str, value)
        elif name in PACK_FIELDS and isinstance(value, str):
            yield value
        else:
            yield from _said(value)


def _add(catalog: Catalog, name: object, given: object) -> None:
    parts = list(given) if isinstance(given, tuple) else [given]
    spec = KEYWORDS[str(name)] or (1,)
    context, wanted = None, []
    for place in spec:
        number = place[0] if isinstance(place, tuple) else place
        text = parts[number - 1] if number <= len(parts) else None
        if not isinstance(text, str) or not text:
            return
        if isinstance(place, tuple):
            context = text
        else:
            wanted.append(text)
    earlier = catalog.get(wanted[0], context)
    if earlier is not None and earlier.pluralizable != (len(wanted) > 1):
        sys.exit(f"said with and without a plural, so one of them stays untranslated: {wanted[0]}")
    catalog.add(tuple(wanted) if len(wanted) > 1 else wanted[0], context=context)


def key(message: Message) -> tuple[object, str]:
    """Return what tells one message from another."""
    return message.id, message.context or ""


def messages(catalog: Catalog) -> list[Message]:
    """Return a catalogue's messages without its header."""
    return [one for one in catalog if one.id]


def folder(language: str, home: Path | None = None) -> Path:
    """Return where a language's catalogue lies; `home`: the pack whose own it is."""
    return (home or ROOT) / "locale" / language / "LC_MESSAGES"


def read(language: str, home: Path | None = None) -> Catalog:
    """Read a language's catalogue; an empty one when there is none yet."""
    path = folder(language, home) / "django.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str, collected: Catalog, home: Path | None = None) -> Catalog:
    """Return the collected sentences with the translations that exist; what nobody says any more is gone."""
    known = {key(one): one.string for one in messages(read(language, home))}
    fresh = Catalog(locale=language, fuzzy=False)
    for one in messages(collected):
        fresh.add(one.id, known.get(key(one), ""), context=one.context)
    return fresh


def po_bytes(catalog: Catalog) -> bytes:
    """Write a catalogue as text, always the same for the same sentences."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, no_location=True, omit_header=True, sort_output=True)
    header = (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header.encode() + out.getvalue().strip() + b"\n"


def mo_bytes(po: bytes, language: str) -> bytes:
    """Compile a catalogue."""
    catalog = read_po(io.BytesIO(po), locale=language)
    catalog.creation_date = catalog.revision_date = datetime(1970, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def faults(language: str, collected: Catalog, home: Path | None = None) -> list[str]:
    """Return everything that keeps a catalogue from being whole."""
    kept = {key(one): one for one in messages(read(language, home))}
    wanted = {key(one) for one in messages(collected)}
    found = [f"missing: {one[0]}" for one in wanted - kept.keys()]
    found += [f"said by nobody: {one[0]}" for one in kept.keys() - wanted]
    for one in kept.values():
        found += _faults_of(one)
    found += stale(language, home)
    return sorted(found)


def stale(language: str, home: Path | None = None) -> list[str]:
    """Return a sentence when the compiled catalogue is not what the text says."""
    po, mo = folder(language, home) / "django.po", folder(language, home) / "django.mo"
    if not po.exists() or not mo.exists() or mo.read_bytes() != mo_bytes(po.read_bytes(), language):
        return [f"{language}: django.mo is not compiled from django.po; run bin/words"]
    return []


def _faults_of(one: Message) -> list[str]:
    ids, said = _all(one.id), _all(one.string)
    if one.fuzzy or not all(said) or len(said) != len(ids):
        return [f"untranslated: {ids[0]}"]
    allowed = _parts_of(ids[-1])
    for text in said:
        parts = _parts_of(text)
        is_whole = parts == allowed or (text == said[0] and one.pluralizable and parts == allowed - {"n"})
        if one.context != FORMATS and not is_whole:
            return [f"other placeholders: {ids[0]} -> {text}"]
    return []


def _all(text: object) -> list[str]:
    return [str(each or "") for each in text] if isinstance(text, tuple | list) else [str(text or "")]


def _parts_of(text: str) -> set[str]:
    return {name for name in PLACEHOLDER.findall(text) if name}


def write(language: str, collected: Catalog, home: Path | None) -> None:
    """Bring one catalogue up to date."""
    text = po_bytes(updated(language, collected, home))
    target = folder(language, home)
    target.mkdir(parents=True, exist_ok=True)
    (target / "django.po").write_bytes(text)
    (target / "django.mo").write_bytes(mo_bytes(text, language))


def main() -> int:
    """Bring the catalogues up to date, or say what is wrong with them."""
    settings.configure(USE_I18N=False)
    django.setup()
    is_check = "--check" in sys.argv
    n_faults = 0
    homes: list[tuple[Path | None, Catalog]] = [(None, collect())]
    homes += [(one, collect_pack(one)) for one in packs()]
    for language in LANGUAGES:
        for home, collected in homes:
            if not is_check:
                write(language, collected, home)
            found = faults(language, collected, home)
            n_faults += len(found)
            for fault in found:
                print(fault)
            name = f"{language}, {home.name}" if home else language
            print(f"{name}: {len(messages(collected))} sentences, {len(found)} to mend")
    return 1 if n_faults and is_check else 0


if __name__ == "__main__":
    sys.exit(main())
