"""P15: what is personal lies sealed. Canaries go in at every door and are then looked for everywhere."""

import json
import logging
import re
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
import redis
from django.conf import settings
from psycopg import sql

from apps.audit import services as audit
from apps.core import clock
from apps.core.models import SubjectKey
from apps.delivery import services as delivery
from apps.flow import selectors
from apps.flow import services as flow
from apps.intake import selectors as intake
from apps.intake import services as intake_services
from apps.intake.models import Subject
from apps.measures import services as measures
from apps.measures.services import parquet
from apps.reviews import services as reviews
from apps.reviews.rules import Answer
from reviewhub import env
from tests import ground
from tests.intake import documents
from tests.world import arrive, claimed, code, decided, later, noon, recommendation

NAME, SAID, NOTE, CHOICE, CLIMB, BACK, DRAFT, FILE, PAGE, LINE, SIGNED = (
    f"canary-{word}-7f3a"
    for word in (
        "name",
        "rationale",
        "note",
        "choice",
        "escalation",
        "return",
        "draft",
        "file",
        "page",
        "line",
        "signed",
    )
)
TEXTS = (NAME, SAID, NOTE, CHOICE, CLIMB, BACK, DRAFT, FILE, PAGE, LINE, SIGNED, "1999-09-19")
NUMBERS = ("987654", "98765")  # wage and benefit, as JSON or a column would hold them
BAND = b"35000 and over"  # of the wage
_TABLES = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'p', 'm') AND relnamespace = 'public'::regnamespace AND NOT relispartition
"""


def pattern(texts, numbers=()):
    plain = [re.escape(text) for text in texts]
    sealed = [text.encode().hex() for text in (*texts, *numbers)]  # a bytea column shows as hexadecimal
    return "|".join([*plain, *sealed, *(rf'[ ":,({{]{number}[ ",:)}}]' for number in numbers)])


def tables_with(database, wanted):
    """Search every column of every row, as a role that may read all."""
    address = ground.STATE_NOW["superuser"] or ground.STATE_NOW["owner"]
    found = set()
    with psycopg.connect(ground.named(address, database)) as connection:
        for (table,) in connection.execute(_TABLES).fetchall():
            hit = connection.execute(
                sql.SQL("SELECT 1 FROM {} AS t WHERE t::text ~* %s LIMIT 1").format(sql.Identifier(table)),
                [wanted],
            ).fetchone()
            if hit:
                found.add(table)
    return found


def broker_content():
    path = unquote(urlsplit(settings.ENV.broker_url).path)
    with redis.Redis(unix_socket_path=path) as broker:
        return b" ".join(key + (broker.dump(key) or b"") for key in broker.scan_iter())


def send_documents(world, case_ref):
    """A document with canaries in its name, its page and its text, and one at a signed address."""
    for ref, content in (("report", documents.pdf(PAGE)), ("notes", LINE.encode())):
        label = intake_services.Label(ref, f"{FILE}.pdf")
        intake_services.attach(case_ref=case_ref, label=label, content=content, by=world.claims, now=noon)
    url = f"http://127.0.0.1:1/{SIGNED}"
    label = intake_services.Label("scan", FILE)
    intake_services.attach_from(case_ref=case_ref, label=label, url=url, sha256="", by=world.claims, now=noon)
    intake_services.fetch_due(now=clock.now)
    intake_services.draw_due(now=clock.now)


@pytest.fixture
def walked(committed, world, caplog, settings, tmp_path, monkeypatch):
    """A case with a canary at every door, walked to a decision that was tried to be sent."""
    caplog.set_level(logging.DEBUG)
    settings.EVIDENCE_STORE = env.parse_store(str(tmp_path / "evidence"))
    settings.DATASET_FOLDER = tmp_path / "dataset"
    monkeypatch.setattr(parquet, "COMPRESSION", "none")  # so that bytes can be searched
    body = recommendation(
        facts_changed={"weekly_wage": 987654, "weekly_benefit": 98765, "injured_on": "1999-09-19"}
    )
    body["subject"]["name"] = NAME
    body["rationale"][0]["text"] = SAID
    got = arrive(world, body)
    send_documents(world, got.case_ref)
    item = claimed(world, world.olga, received=got)
    reviews.save_draft(item_id=item.id, body={"note": DRAFT}, by=world.olga, now=noon)
    flow.escalate(item_id=item.id, why="other", note=CLIMB, version=item.version, token=item.token, by=world.olga, now=noon)  # fmt: skip
    item = reviews.claim(item_id=item.id, by=world.sam, now=noon)
    flow.return_escalated(
        item_id=item.id, note=BACK, version=item.version, token=item.token, by=world.sam, now=noon
    )
    item = reviews.claim(item_id=item.id, by=world.olga, now=noon)
    reviews.save_draft(item_id=item.id, body={"note": DRAFT}, by=world.ben, now=noon)
    choices = {"fact": "weekly_wage", "kind": "wrong", "right_value": "4321.98", "where_seen": CHOICE}
    decided(world, world.olga, Answer("standard", "it_fact", choices, NOTE, "sure"), item=item)
    flow.release_due(now=later(minutes=1))
    delivery.send_due(now=clock.now, limit=10)
    flow.compute_measures(now=later(hours=1))
    flow.mine(now=later(hours=1))
    flow.export_due(now=later(hours=1))
    measures.export_dataset(system=world.system, folder=tmp_path / "out", by=world.ana, now=later(hours=1))
    audit.order_record()
    return got


def files_with(folder, wanted):
    return [
        one
        for one in folder.rglob("*")
        if one.is_file() and re.search(wanted, str(one).encode() + one.read_bytes())
    ]


def test_no_canary_lies_open_anywhere(committed, world, walked, caplog, settings):
    assert tables_with(committed, pattern(TEXTS, NUMBERS)) == set()
    content, logs = broker_content(), caplog.text
    assert not re.search(pattern(TEXTS, NUMBERS).encode(), content)
    assert not re.search(pattern(TEXTS), logs)
    left = settings.DATASET_FOLDER.with_name("out")
    for exported in (settings.DATASET_FOLDER, left):
        assert files_with(exported, pattern([*TEXTS, *NUMBERS, "4321.98", "432198"]).encode()) == []
        assert files_with(exported, b"it_fact")  # what is in it can be found
    assert files_with(settings.DATASET_FOLDER, BAND)
    assert files_with(left, BAND) == []  # of what is personal not even the band leaves
    folder = settings.EVIDENCE_STORE.folder
    assert len([one for one in folder.rglob("*") if one.is_file()]) == 3  # two documents, one picture
    assert files_with(folder, rb"%PDF|\x89PNG|" + pattern(TEXTS).encode()) == []


def test_the_search_finds_what_lies_open(committed, walked):
    assert tables_with(committed, pattern([walked.case_ref])) == {"intake_case"}
    assert tables_with(committed, pattern(["body_sha256"])) == {"audit_entry"}  # in bytes only


def test_those_who_may_see_it_do(world, walked):
    page = selectors.review_page(item_id=walked.item_id, to=world.olga, now=noon)

    wage = next(one for one in page.facts if one.key == "weekly_wage")
    assert (page.subject_name, page.suggestion.statements[0].text) == (NAME, SAID)
    assert wage.value_words == "$9,876.54"
    assert page.returned_note == BACK


class TestErasure:
    """Destroying the key of a subject leaves the record whole and the person out of it."""

    @pytest.fixture
    def erased(self, walked):
        subject = Subject.objects.get(cases=walked.case_id)
        SubjectKey.objects.filter(subject_id=subject.id).update(wrapped=None, erased_at=later(days=1))
        return subject

    def test_nobody_reads_it_any_more(self, world, walked, erased):
        page = selectors.review_page(item_id=walked.item_id, to=world.olga, now=noon)

        told = json.dumps(
            [str(part) for part in (page.facts, page.suggestion, page.subject_name, page.returned_note)]
        )
        assert not re.search(pattern(TEXTS), told)
        assert (page.subject_name, intake.subject_name(erased)) == ("Erased", "Erased")

    @pytest.mark.usefixtures("erased")
    def test_the_record_can_still_be_read(self, world, walked):
        entries = selectors.timeline(case_ref=walked.case_ref, to=world.olga).entries

        verbs = [one.verb for one in entries if not one.verb.startswith("evidence.")]
        assert verbs[:2] == ["recommendation.received", "item.claimed"]

    def test_nothing_is_added_to_the_case_any_more(self, world, walked, erased):
        more = recommendation(
            case={"ref": walked.case_ref, "kind": "REAL"},
            subject={"ref": erased.subject_ref, "name": "Again"},
        )

        assert code(arrive, world, more) == "subject_erased"

    def test_a_lost_key_is_never_replaced(self, world, erased):
        code(arrive, world, recommendation(subject={"ref": erased.subject_ref, "name": "Again"}))

        assert SubjectKey.objects.get(subject_id=erased.id).wrapped is None
