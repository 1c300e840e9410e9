"""What base.html needs on every page; read from the database only when the template uses it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.console.pages import cast, navigation, quiet
from apps.console.pages.shell import Shell
from apps.core import clock


def shell(request: HttpRequest) -> dict[str, object]:
    """Offer the page's surroundings as a lazy object."""

    def build() -> Shell:
        return navigation.shell(getattr(request, "user", None), path=request.path)

    return {"shell": SimpleLazyObject(build)}


def prompt(request: HttpRequest) -> dict[str, object]:
    """Offer the quiet prompt that the person's own session holds."""
    return {"quiet": SimpleLazyObject(lambda: quiet.shown(request.session, clock=clock.now))}


def sign_ins(_request: HttpRequest) -> dict[str, object]:
    """Offer the demonstration's sign-ins to the pages of signing in; nothing is read elsewhere."""
    return {
        "sign_ins": SimpleLazyObject(lambda: cast.sign_ins(now=clock.now())),
        "letter": SimpleLazyObject(cast.letter),
    }
