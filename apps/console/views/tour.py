from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from apps.accounts import services as accounts
from apps.console.edge import PersonRequest, page, see_other

_NO_STEP = -1


@page("POST")
def move(request: PersonRequest) -> HttpResponse:
    """Go to another step of the tour, or end it, and stay on the page."""
    asked, back = request.POST.get("step", ""), request.POST.get("back", "")
    step = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 1 else _NO_STEP
    accounts.take_tour_step(step=step, by=request.user.actor)
    return see_other(request, back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
