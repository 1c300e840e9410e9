from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.contrib.messages.middleware import MessageMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from apps.accounts import access
from apps.console import errors
from apps.core import clock, refusals
from apps.flow.services import breaking_glass

API = "/api/"
POLICY = build_policy()
WRONG_METHOD = 405
WENT_WRONG = 400
SESSION = settings.SESSION_COOKIE_NAME
GONE = (OperationalError, InterfaceError)  # the database went away, or a lock was not to be had


class ContentPolicy:
    """Send the one Content-Security-Policy with every answer; django-csp writes it, once a process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the policy."""
        answer = self.get_response(request)
        answer.headers.setdefault(HEADER, POLICY)
        return answer


class Messages(MessageMiddleware):
    """Keep messages for the next page; machines are shown none."""

    def process_request(self, request: HttpRequest) -> None:
        """Make the place for messages."""
        if not request.path.startswith(API):
            super().process_request(request)


class Language:
    """Speak the language a person chose, else the one their browser asks for; English to machines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in that language, and name it in the answer."""
        if request.path.startswith(API):
            return self.get_response(request)
        chosen = getattr(request.user, "language", "") if SESSION in request.COOKIES else ""
        language = chosen or translation.get_language_from_request(request)
        with translation.override(language):
            answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", language)
        return answer


class Watched:
    """Keep in the record what an admin looked at while they had an inbox open by breaking the glass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and note the page where somebody is watched; the API notes its own answers."""
        answer = self.get_response(request)
        is_page = SESSION in request.COOKIES and not request.path.startswith(API)
        match = request.resolver_match
        if is_page and match is not None and request.method == "GET" and answer.status_code < WENT_WRONG:
            actor = getattr(request.user, "actor", None)
            if actor is not None and access.opened(actor):
                breaking_glass.looked(view=match.view_name, named=match.kwargs, by=actor, now=clock.now())
        return answer


class RefusalPages:
    """Turn a refusal that a page's verb raised into a page; the API has its own answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code == WRONG_METHOD and not request.path.startswith(API):
            return errors.only_by_form(request, allowed=answer.headers.get("Allow", ""))
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals of pages and a database that is away; leave everything else to Django."""
        if request.path.startswith(API):
            return None
        if isinstance(exception, refusals.Refusal):
            return errors.refused(request, exception)
        return errors.away(request) if isinstance(exception, GONE) else None
