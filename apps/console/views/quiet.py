from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from apps.console.edge import PersonRequest, page, see_other
from apps.console.pages import quiet


@page("POST")
def dismiss(request: PersonRequest) -> HttpResponse:
    """Put the quiet prompt away and stay on the page."""
    quiet.dismiss(request.session)
    back = request.POST.get("back", "")
    return see_other(request, back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
