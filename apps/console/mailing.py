"""Mail goes out: what is due is taken, written for its reader, handed over, and noted as sent."""

import logging
from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from apps.console.edge import Reader, zone_of
from apps.console.pages import mails
from apps.flow import services as flow
from apps.notify import services as notify

log = logging.getLogger(__name__)


def send_due(*, now: Callable[[], datetime]) -> int:
    """Send the mails that are due; returns how many went out. Without a mail server nothing is due.

    A mail that the server did not take is due again in a quarter of an hour, with the same Message-ID.
    """
    if not settings.MAIL_FROM:
        return 0
    n_sent = 0
    for due in flow.take_digests(now=now()):
        try:
            _message(due, now()).send()
        except (SMTPException, OSError) as fault:  # its text may hold an address, so only its name is logged
            log.warning("A mail was not taken by the mail server: %s.", type(fault).__name__)
            continue
        notify.digest_sent(digest_id=due.digest_id, now=now())
        n_sent += 1
    return n_sent


def _message(due: flow.Due, now: datetime) -> EmailMessage:
    person = due.reader
    reader = Reader(person.actor, now, zone_of(person))
    with translation.override(person.language or settings.LANGUAGE_CODE):
        written = mails.compose(due, base_url=settings.BASE_URL, reader=reader)
    host = urlsplit(settings.BASE_URL).hostname or "reviewhub"
    return EmailMessage(
        written.subject,
        written.text,
        settings.MAIL_FROM,
        [person.email],
        headers={"Message-ID": f"<{due.digest_id}@{host}>", "Auto-Submitted": "auto-generated"},
    )
