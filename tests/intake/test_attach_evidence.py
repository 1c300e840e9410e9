"""A document joins a case, is fetched or drawn later, and is read by nobody once its subject's key is gone."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from apps.core import pictures, store, vault
from apps.core.models import SubjectKey
from apps.intake import selectors
from apps.intake import services as intake
from apps.intake.models import Case, Evidence, EvidencePage
from apps.intake.rules import files
from tests.intake import documents
from tests.intake.sending import attach, blobs, draw, entries, labelled
from tests.world import arrive, attempt, code, later, noon

pytestmark = pytest.mark.usefixtures("evidence_store")


def test_a_document_arrives_sealed_and_its_pages_come_later(world, case):
    row, is_new = attach(world, case, documents.pdf(documents.SAID, "Page two"))

    assert (is_new, row.state, row.type) == (True, "RECEIVED", "application/pdf")
    assert draw() == 1
    row.refresh_from_db()
    assert (row.state, row.n_pages, row.due_at, row.why) == ("READY", 2, None, "")
    key = vault.open_keys([case.subject_id])[case.subject_id]
    texts = [
        selectors.page_text(one, subject_id=case.subject_id, key=key).strip()
        for one in row.pages.order_by("number")
    ]
    assert texts == [documents.SAID, "Page two"]
    assert selectors.page_picture(row, 2, subject_id=case.subject_id, key=key).startswith(b"\x89PNG")
    assert selectors.evidence_name(row, subject_id=case.subject_id, key=key) == "First report.pdf"
    assert [verb for verb, _ in entries(row)] == ["evidence.received", "evidence.ready"]


def test_nothing_of_it_lies_open(world, case):
    content = documents.pdf()
    row, _ = attach(world, case, content)
    draw()

    assert len(blobs()) == 2
    plain = (b"%PDF", b"\x89PNG", b"1,111", hashlib.sha256(content).digest())
    assert not any(one in blob for blob in blobs().values() for one in plain)
    names = " ".join(blobs()) + str(entries(row))
    assert hashlib.sha256(content).hexdigest() not in names
    assert "report.pdf" not in names


def test_the_same_bytes_of_two_subjects_have_nothing_in_common(world, case):
    other = Case.objects.get(id=arrive(world).case_id)

    marks = {bytes(attach(world, one)[0].mark) for one in (case, other)}

    assert len(marks) == 2
    assert len(blobs()) == 2


def test_the_same_document_of_one_subject_lies_and_is_drawn_once(world, case, monkeypatch):
    first, _ = attach(world, case)
    draw()
    monkeypatch.setattr("apps.core.pictures.draw", lambda *_: pytest.fail("drawn a second time"))

    second, is_new = attach(world, case, label=labelled("copy"))
    draw()

    second.refresh_from_db()
    assert is_new
    assert (second.state, second.n_pages) == ("READY", first.pages.count())
    assert len(blobs()) == 2


def test_sent_again_it_is_answered_from_what_is_there(world, case):
    row, _ = attach(world, case)

    again, is_new = attach(world, case)

    assert (again.id, is_new) == (row.id, False)
    assert code(attach, world, case, documents.pdf("other")) == "evidence_ref_reused"
    assert Evidence.objects.count() == 1


def test_what_was_refused_may_be_sent_anew_under_its_reference(world, case):
    row, _ = attach(world, case, documents.pdf(password="secret"))
    draw()
    row.refresh_from_db()
    assert (row.state, row.why) == ("REFUSED", "encrypted")

    again, is_new = attach(world, case)
    draw()

    again.refresh_from_db()
    assert (again.id, is_new, again.state, again.why) == (row.id, True, "READY", "")
    assert [verb for verb, _ in entries(row)] == [
        "evidence.received", "evidence.refused", "evidence.received", "evidence.ready",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (documents.long_pdf(10_000), "too_many_pages"),
        (documents.gigapixel(), "too_many_pixels"),
        (documents.pdf()[:300], "damaged"),
        (b"x" * (51 * files.PAGE_CHARACTERS), "too_many_pages"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_reason(world, case, content, why):
    row, _ = attach(world, case, content, labelled("a"))

    draw()

    row.refresh_from_db()
    assert (row.state, row.why, row.n_pages, row.due_at) == ("REFUSED", why, 0, None)
    assert not EvidencePage.objects.exists()
    assert entries(row)[-1] == ("evidence.refused", {"why": why})


@pytest.mark.parametrize("content", [documents.SVG, documents.HTML, documents.zipped(), b""])
def test_what_is_refused_at_once_leaves_nothing(world, case, content):
    refused = attempt(attach, world, case, content, labelled("a"))

    assert refused.code in {"svg", "html", "archive", "empty"}
    assert (blobs(), Evidence.objects.count()) == ({}, 0)


@pytest.mark.parametrize("ref", ["", "../../etc/passwd", "a/b", "a\x00", "a b", "x" * 81, "a\u202eb"])
def test_a_reference_is_a_plain_word(world, case, ref):
    assert code(attach, world, case, label=labelled(ref)) == "bad_reference"


def test_only_a_machine_of_the_case_s_own_business_system_adds_to_it(world, case):
    assert code(attach, world, case, by=world.olga) == "only_machines_attach"
    world.claims.machine.source_id = None
    assert code(attach, world, case) == "unknown_case"
    world.forget(world.claims)


def test_a_text_has_pages_of_text_and_no_picture(world, case):
    row, _ = attach(world, case, b"fact,value\nwage,1111\n", intake.Label("wages", "wages.csv", "text/csv"))

    draw()

    (page,) = EvidencePage.objects.filter(evidence=row)
    assert (page.width, page.height) == (0, 0)


def test_citations_find_the_text_of_their_page(world, case):
    attach(world, case, documents.pdf("Page one", "Page two: 2,222"))
    key = vault.open_keys([case.subject_id])[case.subject_id]

    def cited(*cites):
        found = selectors.cited_texts(cites, case_id=case.id, subject_id=case.subject_id, key=key)
        return {cite: " ".join(text.split()) for cite, text in found.items()}

    assert cited("evidence:first_report#2") == {}
    draw()
    assert cited("evidence:first_report#2", "hospital_stay", "evidence:first_report#3", "evidence:other") == {
        "evidence:first_report#2": "Page two: 2,222"
    }
    assert cited("evidence:first_report") == {"evidence:first_report": "Page one Page two: 2,222"}


class TestErasure:
    """One row less, and no document of the subject opens again."""

    def test_nobody_reads_it_any_more(self, world, case):
        row, _ = attach(world, case)
        draw()
        row.refresh_from_db()

        SubjectKey.objects.filter(subject_id=case.subject_id).update(wrapped=None)

        assert vault.open_keys([case.subject_id]) == {}
        with pytest.raises(vault.Damaged):
            selectors.page_picture(row, 1, subject_id=case.subject_id, key=vault.mint())
        assert selectors.evidence_name(row, subject_id=case.subject_id, key=None) == "first_report"
        assert code(attach, world, case, label=labelled("more")) == "subject_erased"

    def test_what_was_under_way_ends(self, world, case):
        row, _ = attach(world, case)
        SubjectKey.objects.filter(subject_id=case.subject_id).update(wrapped=None)

        draw()

        row.refresh_from_db()
        assert (row.state, row.why) == ("REFUSED", "erased")


def test_a_blob_opens_under_its_own_name_only(world, case):
    """Whoever can write to the store cannot put one page in the place of another."""
    row, _ = attach(world, case, documents.pdf("one", "two"))
    draw()
    row.refresh_from_db()
    folder = Path(django_settings.EVIDENCE_STORE.folder)
    one, two = (folder / files.picture_name(case.subject_id, bytes(row.mark), n) for n in (1, 2))
    one.write_bytes(two.read_bytes())
    key = vault.open_keys([case.subject_id])[case.subject_id]

    with pytest.raises(vault.Damaged):
        selectors.page_picture(row, 1, subject_id=case.subject_id, key=key)


def test_a_store_that_fails_costs_no_try(world, case, monkeypatch):
    row, _ = attach(world, case)
    folder = store.Folder

    class Broken(folder):
        def put(self, *_):
            raise store.StoreFails

    monkeypatch.setattr(store, "Folder", Broken)
    for hour in range(5):
        assert draw(later(hours=hour)) == 1
    monkeypatch.setattr(store, "Folder", folder)
    assert draw(later(hours=9)) == 1

    row.refresh_from_db()
    assert row.state == "READY"


def test_a_document_that_kills_its_worker_is_given_up(world, case, monkeypatch):
    row, _ = attach(world, case)

    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("apps.core.pictures.draw", die)
    for hour in range(3):
        with pytest.raises(KeyboardInterrupt):
            draw(later(hours=hour))
    assert draw(later(hours=2, minutes=1)) == 0  # taken: nobody else's until it comes due again
    assert draw(later(hours=3)) == 1

    row.refresh_from_db()
    assert (row.state, row.why) == ("REFUSED", "too_heavy")


def test_moves_are_guarded_so_a_late_worker_changes_nothing(world, case, monkeypatch):
    """Two workers take the same document, because the first was thought dead: one of them settles it."""
    row, _ = attach(world, case)

    def meanwhile(content, kind, **_):
        monkeypatch.undo()
        intake.draw_due(now=lambda: noon + dt.timedelta(hours=1))
        yield from pictures.draw(content, kind)

    monkeypatch.setattr("apps.core.pictures.draw", meanwhile)
    draw()

    row.refresh_from_db()
    assert row.state == "READY"
    assert row.pages.count() == 1
    assert [verb for verb, _ in entries(row)] == ["evidence.received", "evidence.ready"]
