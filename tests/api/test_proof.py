"""Acts that bind, over the API: a key needs the code that its person's second factor shows now."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache

from apps.accounts import services as accounts
from apps.audit.models import Entry
from apps.core import clock, ids, transactions
from apps.policy import selectors as policies
from apps.registry.models import AISystem, Pause, PauseSpan
from tests import totp
from tests.api.conftest import person
from tests.api.speaking import Api, error
from tests.api.test_policies import OPEN, open_one, saved  # noqa: F401 - a fixture
from tests.edges.stage import proved

SYSTEM = "ai-systems/injury-triage/"
SCOPES = ["policies:read", "policies:write", "systems:read", "systems:write"]


def keyed(user, scopes=SCOPES):
    with transactions.verb():
        ends = clock.now() + dt.timedelta(days=1)
        raw = accounts.issue_key(
            actor=user.actor, scopes=scopes, expires_at=ends, by=user.actor, now=clock.now()
        )
    return Api(raw)


@pytest.fixture
def ana_user(db):
    return person("ana")


@pytest.fixture
def owner(owen_user):
    """Owen's key; `owner.code()` is what his second factor shows, `owner.act` sends one with an act."""
    cache.clear()
    secret = generate_totp_secret()
    TOTP.activate(owen_user, secret)
    api = keyed(owen_user)

    def act(path, body=None, *, code=None, **options):
        api.headers["Step-Up-Code"] = totp.shown(secret) if code is None else code
        answer = api.post(path, body, **options)
        del api.headers["Step-Up-Code"]
        return answer

    api.act = act
    return api


def test_the_owner_signs_a_policy_with_a_key_and_a_code(ana, owner, saved):  # noqa: F811 - the fixture
    ana.post(f"{OPEN}propose/", version=open_one().version)
    seen = open_one().version
    assert error(owner.post(f"{OPEN}adopt/", version=seen))[:2] == (403, "proof_needed")

    answer = owner.act(f"{OPEN}adopt/", version=seen)

    assert (answer.status_code, answer.json()["state"]) == (200, "LIVE")
    assert policies.live(AISystem.objects.get(slug="injury-triage").id).number == 2
    assert Entry.objects.filter(verb="policy.adopted").latest("id").actor_id == open_owner().id


def open_owner():
    return AISystem.objects.get(slug="injury-triage").owner.actor


def test_a_code_counts_once_and_a_retry_needs_none(owner):
    once = str(ids.new())
    paused = owner.act(f"{SYSTEM}pause/", {"why": "Look."}, key=once)
    assert paused.status_code == 200

    again = owner.post(f"{SYSTEM}pause/", {"why": "Look."}, key=once)
    assert again.json() == paused.json(), "answered as before, without a code"
    assert error(owner.act(f"{SYSTEM}resume/"))[:2] == (403, "proof_wrong"), "the same code a second time"
    assert PauseSpan.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("code", ["000000", "12345", "abcdef", "1234567"])
def test_a_code_that_is_none_stops_nothing(owner, code):
    assert error(owner.act(f"{SYSTEM}pause/", {"why": "Look."}, code=code))[:2] == (403, "proof_wrong")
    assert not Pause.objects.get().is_paused


def test_guessing_is_stopped_and_what_was_wrong_is_not_forgotten_with_the_act(owner):
    for _ in range(10):
        owner.act(f"{SYSTEM}pause/", {"why": "Look."}, code="000000")

    assert error(owner.act(f"{SYSTEM}pause/", {"why": "Look."}))[:2] == (429, "too_many_proofs")
    assert not Pause.objects.get().is_paused


def test_a_session_that_somebody_else_proved_proves_nothing_for_a_key(owner, ana_user):
    owner.client.force_login(ana_user)
    proved(owner.client, ana_user)

    assert error(owner.post(f"{SYSTEM}pause/", {"why": "Look."}))[:2] == (403, "proof_needed")
    assert not Pause.objects.get().is_paused


def test_a_machine_has_no_second_factor(model_reader):
    model_reader.headers["Step-Up-Code"] = "123456"

    assert error(model_reader.post(f"{SYSTEM}pause/", {"why": "x"}))[0] in {403, 404}


def test_whoever_proves_who_they_are_is_still_not_the_owner(ana, saved):  # noqa: F811 - the fixture
    answer = keyed_with_code("ana")

    assert error(answer)[:2] == (403, "not_the_owner")


def keyed_with_code(name):
    user = AISystem.objects.get(slug="injury-triage").owner.__class__.objects.get(
        email__startswith=f"{name}@"
    )
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    api = keyed(user)
    api.headers["Step-Up-Code"] = totp.shown(secret)
    return api.post(f"{SYSTEM}pause/", {"why": "Look."})
