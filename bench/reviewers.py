"""Who reviews in a bench: made inside the product's own settings, with a key and a session each."""

import json
from datetime import timedelta

from django.conf import settings
from django.test import Client

from apps.accounts import services as accounts
from apps.accounts.models import User
from apps.core import clock, transactions


def ready() -> None:
    """Print, for each reviewer, a key that may work items and the cookie of a session, as JSON."""
    now = clock.now()
    found = []
    for user in User.objects.select_related("actor").filter(email__startswith="reviewer").order_by("email"):
        with transactions.verb():
            key = accounts.issue_key(
                actor=user.actor,
                scopes={"items:read", "items:write"},
                expires_at=now + timedelta(days=7),
                by=user.actor,
                now=now,
            )
        browser = Client()
        browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        found.append({"key": key, "cookie": browser.cookies[settings.SESSION_COOKIE_NAME].value})
    print(json.dumps(found))
