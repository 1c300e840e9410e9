"""First reports of injury: for some of today's claims the report itself arrives, after the recommendation.

Each is one page written from the claim's facts. What is invented is marked so on the page, and the document
as a whole is sent as simulated. It goes through the API with the claims system's key.
"""

import datetime as dt
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fpdf import FPDF, XPos, YPos

from demo import api, lanes, overlay

SHARE = 1 / 8
FIRST_SECONDS, EVERY_SECONDS = 5.0, 2.0
MACHINE = "claims-system"
NAME = "First report of injury.pdf"
TITLE = "First report of injury"
FOOTER = "Document simulated for the demonstration from the facts above"
# What such a report asks; what it cannot know (benefits, contacts, attorney) is not on it.
ASKED = (
    "injured_on",
    "report_lag_days",
    "state",
    "industry",
    "age",
    "weekly_wage",
    "body_part",
    "injury_nature",
    "injury_group",
    "hospital_stay",
)
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Document:
    """A document ready to send: the claim, where to, and the bytes."""

    case_ref: str
    content: bytes

    @property
    def path(self) -> str:
        """Give the address it is sent to; it says that the document is simulated."""
        where = f"/api/v1/cases/{quote(self.case_ref, safe='')}/evidence/"
        return f"{where}?external_ref=first_report&origin=simulated"

    @property
    def headers(self) -> dict[str, str]:
        """Give its type and its name."""
        named = f"attachment; filename*=UTF-8''{quote(NAME)}"
        return {"Content-Type": "application/pdf", "Content-Disposition": named}


def first_reports(lines: Sequence[Line], *, seed: int = overlay.SEED) -> list[Document]:
    """Choose the claims that get one, and write it; the same lines and seed give the same bytes."""
    bodies = [line["recommendation"] for line in lines]
    chosen = [body for body in bodies if _is_chosen(str(body["case"]["ref"]), seed)]
    return [Document(str(body["case"]["ref"]), first_report(body)) for body in chosen]


def _is_chosen(ref: str, seed: int) -> bool:
    return overlay.dice_for(seed, "document", ref).random() < SHARE


def first_report(body: Line) -> bytes:
    """Write the report of one claim as a PDF of one page."""
    pdf = FPDF(format="letter")
    pdf.set_creation_date(dt.datetime.fromisoformat(str(body["made_at"])))
    pdf.set_title(TITLE)
    pdf.set_lang("en")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(20)
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 18)
    pdf.cell(0, 12, TITLE, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(4)
    _row(pdf, "Claim", str(body["case"]["ref"]), is_simulated=True)
    _row(pdf, "Injured worker", str(body["subject"]["name"]), is_simulated=True)
    pdf.ln(4)
    for label, value, is_simulated in rows(body):
        _row(pdf, label, value, is_simulated=is_simulated)
    pdf.set_y(-25)
    pdf.set_font("Helvetica", "I", 10)
    pdf.cell(0, 6, FOOTER, align="C")
    return bytes(pdf.output())


def _row(pdf: FPDF, label: str, value: str, *, is_simulated: bool) -> None:
    pdf.set_font("Helvetica", "", 11)
    pdf.cell(62, 9, label, border="B")
    pdf.set_font("Helvetica", "B", 11)
    pdf.cell(84, 9, value, border="B")
    pdf.set_font("Helvetica", "I", 10)
    mark = "simulated" if is_simulated else ""
    pdf.cell(0, 9, mark, border="B", align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def rows(body: Line) -> list[tuple[str, str, bool]]:
    """Give label, value and whether it is simulated of each fact on the report; a missing fact is left out.

    Where two sources disagree, it has what was first reported.
    """
    contract = {str(one["key"]): one for one in lanes.pack("contract")["facts"]}
    found = [(contract[key], _reported(body, key)) for key in ASKED]
    return [
        (str(about["label"]), _said(about, fact["value"]), fact.get("origin") == "simulated")
        for about, fact in found
        if fact is not None
    ]


def _reported(body: Line, key: str) -> Line | None:
    entries: list[Line] = [one for one in body["facts"] if one["fact"] == key]
    return min(entries, key=lambda one: one["source"] != "first_report", default=None)


def _said(about: Line, value: Any) -> str:
    if about["type"] == "boolean":
        return "Yes" if value else "No"
    if about["type"] == "money":
        return f"{value / 100:,.2f} ({about['unit']})"
    if "values" in about:
        return str(about["values"].get(value, value))
    return f"{value} {about.get('unit', '')}".strip()


def send(
    documents: Sequence[Document],
    *,
    done: Path,
    post: Callable[[Document], api.Answer],
    say: Callable[[str], None],
) -> int:
    """Send what was not sent yet, one by one; returns how many the product took."""
    sent = set(json.loads(done.read_text(encoding="utf-8"))) if done.exists() else set()
    waiting = [one for one in documents if one.case_ref not in sent]
    n_taken = 0
    for place, one in enumerate(waiting):
        time.sleep(EVERY_SECONDS if place else FIRST_SECONDS)
        answer = post(one)
        n_taken += answer.ok
        if not answer.ok:
            say(f"document of {one.case_ref}: {answer.status} {answer.body.get('error', '')}")
        if not answer.worth_retrying:
            sent.add(one.case_ref)
            done.write_text(json.dumps(sorted(sent)), encoding="utf-8")
    return n_taken
