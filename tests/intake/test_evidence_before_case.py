"""A document may come before its case: it waits under its subject's key, and is there when the case arrives."""

import dataclasses
import threading

import pytest
from django.db import connections

from apps.accounts import selectors as accounts_selectors
from apps.accounts import services as accounts
from apps.core import transactions, vault
from apps.intake import selectors
from apps.intake import services as intake
from apps.intake.models import Case, Evidence, EvidencePage, Subject
from apps.intake.services import attaching
from apps.policy.models import Verdict
from apps.registry.models import SourceSystem
from tests import counting
from tests.intake import documents
from tests.intake.sending import LABEL, attach, attach_from, blobs, draw, entries
from tests.world import arrive, arrive_all, code, facts, later, recommendation, record_names

pytestmark = pytest.mark.usefixtures("evidence_store")

SAID = "A wage of 298 a week"
QUOTES = {
    "text": "The report names a wage of 298.",
    "cites": ["evidence:first_report#1"],
    "direction": "for",
}


def early(world, body, content=None, *, ref="first_report", subject_ref=None, by=None, now=None):
    """Send a document of a case that has not come."""
    case = Case(case_ref=body["case"]["ref"])
    owner = subject_ref if subject_ref is not None else body["subject"]["ref"]
    label = dataclasses.replace(LABEL, external_ref=ref, subject_ref=owner)
    content = documents.pdf(SAID) if content is None else content
    return attach(world, case, content, label, by=by, now=now or world.now)


@pytest.fixture
def body():
    return recommendation(rationale=[QUOTES])


def share(received):
    return Verdict.objects.get(recommendation=received.id).added["grounding_share"]


def test_the_arrival_checks_its_statements_against_a_document_that_came_first(world, body):
    row, is_new = early(world, body)
    draw()

    got = arrive(world, body)

    row.refresh_from_db()
    assert (is_new, str(row.case_id), row.awaits_ref, row.waits_until) == (True, str(got.case_id), "", None)
    assert share(got) == "1.0000"
    assert "evidence.joined" in record_names(got.case_id)


def test_a_document_that_comes_after_the_case_does_not_change_what_was_frozen(world, body):
    got = arrive(world, body)

    early(world, body)
    draw()

    assert share(got) == "0.0000"
    again = arrive(world, body | {"external_id": "newer"})
    assert share(again) == "1.0000"


def test_a_page_that_does_not_say_it_leaves_the_statement_unsupported(world, body):
    early(world, body, documents.pdf("A wage of 999."))
    draw()

    assert share(arrive(world, body)) == "0.0000"


def test_it_lies_sealed_under_its_subject_s_key_and_the_name_comes_with_the_case(world, body):
    row, _ = early(world, body)
    draw()
    subject = Subject.objects.get(subject_ref=body["subject"]["ref"])
    key = vault.open_keys([subject.id])[subject.id]
    assert (row.case_id, subject.sealed_name) == (None, None)
    assert SAID in selectors.page_text(row.pages.get(), subject_id=subject.id, key=key)
    assert not any(b"298 a week" in blob for blob in blobs().values())

    arrive(world, body)

    subject.refresh_from_db()
    assert selectors.subject_name(subject) == body["subject"]["name"]


def test_the_same_bytes_twice_are_answered_from_what_is_there_before_and_after_the_case(world, body):
    first, _ = early(world, body)
    again, is_new = early(world, body)
    assert (again.id, is_new) == (first.id, False)
    assert code(early, world, body, documents.pdf("other")) == "evidence_ref_reused"

    arrive(world, body)
    after, is_new = early(world, body)

    assert (after.id, is_new, Evidence.objects.count()) == (first.id, False, 1)


def test_a_document_of_another_subject_does_not_join_the_case(world, body):
    other, _ = early(world, body, subject_ref="somebody-else")
    draw()

    got = arrive(world, body)

    other.refresh_from_db()
    assert other.case_id is None
    assert share(got) == "0.0000"
    assert code(early, world, body, subject_ref="somebody-else") == "subject_changed"


def test_another_business_system_s_document_never_joins(world, body):
    with transactions.verb():
        source = SourceSystem.objects.create(
            organisation=world.organisation, slug="other-system", name="Other system"
        )
        machine, _ = accounts.connect_machine(
            organisation=world.organisation, name="other", source_id=source.id, system_ids=[],
            by=accounts_selectors.system_actor(world.organisation.id), now=world.now,
        )  # fmt: skip
    row, _ = early(world, body, by=machine.actor)
    draw()

    got = arrive(world, body)

    row.refresh_from_db()
    assert (row.case_id, share(got)) == (None, "0.0000")
    seen = selectors.evidence_for_machine(case_ref=body["case"]["ref"], to=machine.actor)
    assert [one.id for one in seen] == [row.id]
    assert selectors.evidence_for_machine(case_ref=body["case"]["ref"], to=world.claims) == []


def test_only_a_machine_of_a_business_system_that_says_whose_it_is_may(world, body):
    assert code(early, world, body, subject_ref="") == "unknown_case"
    assert code(early, world, body, by=world.olga) == "only_machines_attach"
    assert code(early, world, body, subject_ref="x" * 81) == "bad_reference"
    assert not Evidence.objects.exists()


def test_documents_of_many_cases_join_in_the_batch_that_brings_them(world):
    bodies = [recommendation(rationale=[QUOTES]) for _ in range(3)]
    for one in bodies[:2]:
        early(world, one)
    draw()

    got = arrive_all(world, bodies)

    assert [share(one) for one in got] == ["1.0000", "1.0000", "0.0000"]
    assert Evidence.objects.filter(case__isnull=False).count() == 2


def test_an_arrival_that_cites_no_document_asks_nothing_more(world):
    arrive(world)
    with counting.asked() as plain:
        arrive(world)
    early(world, body := recommendation())
    draw()
    with counting.asked() as joined:
        arrive(world, body)

    assert len(joined) <= len(plain) + 3  # the subject's key, its name, the entry


def test_an_address_may_be_named_before_the_case_too(world, body):
    label = dataclasses.replace(LABEL, subject_ref=body["subject"]["ref"])
    case = Case(case_ref=body["case"]["ref"])

    row, is_new = attach_from(world, case, "https://documents.example/signed?x=1", label=label)

    assert (is_new, row.state, row.case_id, row.awaits_ref) == (True, "FETCHING", None, case.case_ref)


class TestExpiry:
    """Nobody's document stays for ever."""

    def test_a_document_whose_case_never_came_is_deleted(self, world, body):
        row, _ = early(world, body)
        draw()
        assert intake.forget_unclaimed(now=later(days=13)) == 0
        assert len(blobs()) == 2

        assert intake.forget_unclaimed(now=later(days=14)) == 1
        assert intake.forget_unclaimed(now=later(days=14)) == 0

        row.refresh_from_db()
        assert (row.state, row.why, row.sealed_name, row.mark, row.n_pages) == (
            "REFUSED",
            "no_case",
            None,
            None,
            0,
        )
        assert (blobs(), EvidencePage.objects.count()) == ({}, 0)
        assert entries(row)[-1] == ("evidence.expired", {"ref": "first_report"})

    def test_what_another_document_of_the_subject_rests_on_stays(self, world, body):
        early(world, body)
        kept, _ = early(world, body, ref="copy", now=later(days=3))
        draw(later(days=3))

        intake.forget_unclaimed(now=later(days=14))

        assert len(blobs()) == 2
        got = arrive(
            world, body | {"rationale": [QUOTES | {"cites": ["evidence:copy#1"]}]}, now=later(days=14)
        )
        assert share(got) == "1.0000"
        assert kept.pages.count() == 1

    def test_what_was_deleted_may_be_sent_again(self, world, body):
        row, _ = early(world, body)
        draw()
        intake.forget_unclaimed(now=later(days=14))

        again, is_new = early(world, body, now=later(days=15))
        draw(later(days=15))

        again.refresh_from_db()
        assert (again.id, is_new, again.state) == (row.id, True, "READY")

    def test_a_document_under_way_is_left_until_it_settled(self, world, body):
        early(world, body)

        assert intake.forget_unclaimed(now=later(days=14)) == 0

    def test_one_that_joined_its_case_never_expires(self, world, body):
        early(world, body)
        draw()
        arrive(world, body)

        assert intake.forget_unclaimed(now=later(days=90)) == 0


def test_a_document_and_its_case_at_the_same_moment_find_each_other(committed, world, body, monkeypatch):
    """The case arrives while its document is being stored: the document goes to the case, it does not wait."""
    stored, keep = threading.Event(), attaching.keep
    arrived = {}

    def slow(*args):
        keep(*args)
        worker = threading.Thread(target=arrival)
        worker.start()
        worker.join(30)
        stored.set()

    def arrival():
        try:
            arrived["got"] = arrive(world, body)
        finally:
            connections.close_all()

    early(world, recommendation() | {"subject": body["subject"]})  # the subject is known
    monkeypatch.setattr("apps.intake.services.attaching.keep", slow)
    row, _ = early(world, body)

    assert stored.is_set()
    assert row.case_id == arrived["got"].case_id


def test_a_fact_says_from_which_page_it_was_read(world, case):
    del case
    told = [one | {"evidence": "first_report#2"} if one["fact"] == "age" else one for one in facts()]
    got = arrive(world, facts=told)
    snapshot = Case.objects.get(id=got.case_id).snapshots.get()

    opened = selectors.open_snapshot(snapshot, subject_id=snapshot.case.subject_id, now=world.now)

    assert {one.key: one.evidence for one in opened.facts if one.evidence} == {"age": "first_report#2"}


@pytest.mark.parametrize("said", ["../x", "a b", "first_report#0", 7, "", "first_report#1#2"])
def test_a_fact_cites_a_document_in_one_way_only(world, said):
    told = [one | {"evidence": said} if one["fact"] == "age" else one for one in facts()]

    assert code(arrive, world, facts=told) == "bad_citation"
