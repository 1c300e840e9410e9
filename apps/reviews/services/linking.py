"""Links by which the affected person contests a decision without an account: signed, for 30 days, used once.

The token is a random secret under the server's signature; only its SHA-256 is kept. Whoever has it still has
to know two things of the case before they learn anything (`mark`); after MOST_FAILED wrong tries it is dead.
"""

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.core import signing
from django.db.models import F

from apps.accounts import selectors as accounts
from apps.accounts.models import Actor
from apps.audit import services as audit
from apps.core import refusals, transactions, vault
from apps.core.words import say
from apps.reviews.models import ContestLink, Decision, Explanation

LASTS = timedelta(days=30)
READABLE_FOR = timedelta(days=30)  # after an answer, who contested may still read it there
MOST_FAILED = 5
LONGEST_TOKEN = 200
LONGEST_TYPED = 200
_SALT = "reviewhub contest link 1"
_BYTES = 18
_NOBODY = UUID(int=0)
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %b %Y", "%d %B %Y")
_LEFT_OUT = re.compile(r"[\W_]+")


class NothingFits(refusals.NotVisible):
    """The one answer to whatever is wrong, so that nobody learns which part of it was right."""

    code = "nothing_fits"
    sentence = say(
        "Something of this does not fit. The link may be used, too old or mistyped, or what you typed is not "
        "what your letter names. After some wrong tries a link no longer opens; ask for a new letter then."
    )


class Issued(NamedTuple):
    """A link that was just made; `token` is seen only now."""

    link: ContestLink
    token: str


def issue_link(
    *, decision: Decision, explanation: Explanation, known: str, by: Actor, now: datetime
) -> Issued:
    """Make a link to contest a decision; an older one that nobody used is dead from now on.

    known: the second thing that whoever opens it must know, beside the case's reference.
    Writes: ContestLink, record `explanation.issued`.
    """
    transactions.require()
    open_links = ContestLink.objects.filter(decision=decision, used_at=None, revoked_at=None)
    n_dead = open_links.update(revoked_at=now)
    token = signing.TimestampSigner(salt=_SALT).sign(secrets.token_urlsafe(_BYTES))
    digest = _digest(token)
    link = ContestLink.objects.create(
        decision=decision,
        explanation=explanation,
        digest=digest,
        mark=_mark(digest, decision.case.case_ref, known),
        issued_by=by,
        issued_at=now,
        expires_at=now + LASTS,
    )
    audit.record(
        "explanation.issued",
        on=("decision", decision.id),
        by=by,
        at=now,
        case_id=decision.case_id,
        data={
            "language": explanation.language,
            "number": explanation.number,
            "link": link.id,
            "until": link.expires_at,
            "replaced": n_dead,
        },
    )
    return Issued(link, token)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _mark(digest: bytes, case_ref: str, known: str) -> bytes:
    return vault.fingerprint({"link": digest.hex(), "case": plain(case_ref), "known": plain(known)})


def plain(typed: str) -> str:
    """Return what somebody typed without what people write differently: case, spaces, signs."""
    return _LEFT_OUT.sub("", typed[:LONGEST_TYPED].casefold())


def _readings(typed: str) -> Iterator[str]:
    """Give what somebody typed, and the date that it may be, as ISO writes it; always six."""
    text = typed.strip()[:LONGEST_TYPED]
    yield text
    for form in _DATES:
        found = text
        with suppress(ValueError):
            found = date(*time.strptime(text, form)[:3]).isoformat()
        yield found


def find_link(*, token: str, case_ref: str, known: str, now: datetime) -> ContestLink:
    """Return the link of a token for whoever knows both things. Takes the same work whatever is wrong.

    Raises: NothingFits.
    """
    text = token[:LONGEST_TOKEN]
    digest, is_ours = _digest(text), _is_ours(text)
    link = (
        ContestLink.objects.select_related("decision__case__source", "explanation")
        .filter(digest=digest)
        .first()
    )
    expected = bytes(link.mark) if link else _mark(digest, str(_NOBODY), str(_NOBODY))
    knows = False
    for one in _readings(known):
        knows |= hmac.compare_digest(_mark(digest, case_ref, one), expected)
    if link is None or not knows or not is_ours or not _may_be_read(link, now):
        raise NothingFits
    return link


def _is_ours(token: str) -> bool:
    try:
        signing.TimestampSigner(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return False
    return True


def _may_be_read(link: ContestLink, now: datetime) -> bool:
    if link.revoked_at is not None or link.n_failed >= MOST_FAILED:
        return False
    if link.used_at is None:
        return now < link.expires_at
    closed_at: datetime | None = link.appeal.closed_at
    return closed_at is None or now < closed_at + READABLE_FOR


def note_failed(*, token: str, now: datetime) -> None:
    """Count a wrong try on a link, if there is one, used or not; after the last one it opens no more.

    Writes: ContestLink, record `explanation.link_shut` with the last try.
    """
    transactions.require()
    links = ContestLink.objects.filter(digest=_digest(token[:LONGEST_TOKEN]), n_failed__lt=MOST_FAILED)
    if not links.update(n_failed=F("n_failed") + 1):
        return
    link = ContestLink.objects.select_related("decision__case__source").get(
        digest=_digest(token[:LONGEST_TOKEN])
    )
    if link.n_failed >= MOST_FAILED:
        case = link.decision.case
        audit.record(
            "explanation.link_shut",
            on=("decision", link.decision_id),
            by=accounts.system_actor(case.source.organisation_id),
            at=now,
            case_id=case.id,
            data={"link": link.id, "tries": link.n_failed},
        )


def use_link(link: ContestLink, *, now: datetime) -> None:
    """Use a link up; the first of two at the same moment has it.

    Raises: NothingFits.
    """
    transactions.require()
    unused = ContestLink.objects.filter(
        id=link.id, used_at=None, revoked_at=None, expires_at__gt=now, n_failed__lt=MOST_FAILED
    )
    if unused.update(used_at=now) != 1:
        raise NothingFits
    link.used_at = now
