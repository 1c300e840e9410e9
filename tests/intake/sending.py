"""Sending documents and letting time pass, as verb tests of evidence say it."""

import json
from pathlib import Path

from django.conf import settings as django_settings

from apps.audit.models import Entry
from apps.intake import services as intake
from apps.intake.models import Evidence
from tests.intake import documents
from tests.world import noon

LABEL = intake.Label("first_report", "../../home/jo/First report.pdf", "application/pdf")


def attach(world, case, content=None, label=LABEL, *, by=None, now=noon):
    return intake.attach(
        case_ref=case.case_ref,
        label=label,
        content=documents.pdf() if content is None else content,
        by=by or world.claims,
        now=now,
    )


def attach_from(world, case, url, sha256="", label=LABEL, *, now=noon):
    return intake.attach_from(
        case_ref=case.case_ref, label=label, url=url, sha256=sha256, by=world.claims, now=now
    )


def labelled(ref):
    return intake.Label(ref)


def draw(now=noon):
    return intake.draw_due(now=lambda: now)


def fetch(now=noon):
    return intake.fetch_due(now=lambda: now)


def blobs():
    return {str(one.relative_to(django_settings.EVIDENCE_STORE.folder)): one.read_bytes()
            for one in Path(django_settings.EVIDENCE_STORE.folder).rglob("*") if one.is_file()}  # fmt: skip


def entries(row):
    found = Entry.objects.filter(object_id=row.id).order_by("id")
    return [(one.verb, json.loads(bytes(one.body))["data"]) for one in found]


def document(
    world, case_ref, *, content=None, ref="first_report", name="First report.pdf", now=None, said_type=""
):
    """A document that the claims system sent, its pages drawn."""
    now = now or world.now
    label = intake.Label(ref, name, said_type)
    content = documents.pdf("First report of injury\nWeekly wage 298") if content is None else content
    row, _ = intake.attach(case_ref=case_ref, label=label, content=content, by=world.claims, now=now)
    intake.draw_due(now=lambda: now)
    return Evidence.objects.get(id=row.id)
