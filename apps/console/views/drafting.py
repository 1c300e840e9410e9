"""What the editors of contract and policy share: what was seen, what was typed, the owner's signature."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.account.internal.flows import reauthentication
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from apps.console.edge import PersonRequest, Reader, see_other
from apps.console.once import once
from apps.core import refusals
from apps.registry.models import AISystem

LOCKED = 423
WHY_LENGTH = 500
CHANGES = (
    refusals.Invalid,
    refusals.Stale,
    refusals.HeldByAnother,
    refusals.IllegalMove,
    refusals.Missing,
)
Act = Callable[[PersonRequest, AISystem, Reader], str]


def seen_version(request: PersonRequest) -> int:
    """Return which version the page showed that was sent.

    Raises: refusals.Missing.
    """
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit()):
        raise refusals.Missing
    return int(text)


def why(request: PersonRequest) -> str:
    return request.POST.get("why", "")[:WHY_LENGTH]


def given_text(request: PersonRequest, *, most: int) -> str:
    """Read the uploaded file, else what stands in the box; no more than is read anyway.

    A broken byte stays one, for the reader to refuse.
    """
    upload = request.FILES.get("file")
    if upload is None:
        return request.POST.get("text", "").replace("\r\n", "\n")
    content: bytes = upload.read(most + 1)
    return content.decode("utf-8", errors="surrogateescape")


def printable(text: str) -> str:
    """Return a text as a page can show it, whatever bytes it came from."""
    return text.encode(errors="replace").decode()


def unknown(_request: PersonRequest, _system: AISystem, _who: Reader) -> str:
    """Refuse an act that no button of the page has."""
    raise refusals.Invalid(field="act")


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature of the owner: what is signed, where its page is, and what refuses everybody else.

    done: what is said afterwards.
    """

    name: str
    system: AISystem
    back: str
    not_the_owner: type[refusals.NotAllowed]
    done: str


def is_confirmed(request: PersonRequest, name: str, slug: str) -> bool:
    """Say whether the owner just proved who they are in order to sign this."""
    return request.session.get(name) == slug and reauthentication.did_recently_reauthenticate(request)


def sign(
    request: PersonRequest,
    who: Reader,
    signing: Signing,
    verb: Callable[[], str],
    *,
    refused: Callable[[refusals.Refusal], HttpResponse],
) -> HttpResponse:
    """Sign, say so and go on; or lead to the proof of identity, or show why not on the editor's page.

    Raises: NotAllowed (not the owner).
    """
    try:
        to = _signed(request, who, signing, verb)
    except CHANGES as refusal:
        return refused(refusal)
    if isinstance(to, HttpResponse):
        return to
    messages.success(request, signing.done)
    return see_other(request, to)


def _signed(
    request: PersonRequest, who: Reader, signing: Signing, verb: Callable[[], str]
) -> HttpResponse | str:
    """Sign once, after a fresh proof of identity: where to go then, or the way to the proof.

    Raises: NotAllowed (not the owner), and what the verb refuses.
    """
    system = signing.system
    if system.owner.actor_id != who.actor.id:
        raise signing.not_the_owner(permission="owner")
    if not reauthentication.did_recently_reauthenticate(request):
        request.session[signing.name] = system.slug
        asked = f"{reverse('account_reauthenticate')}?{urlencode({'next': signing.back})}"
        return see_other(request, asked)
    to = once(request, route=f"console.{signing.name}", by_id=who.actor.id, now=who.now, act=verb)
    request.session.pop(signing.name, None)
    return to
