"""Pages as PDF: the same permission, the same data and the same template as on the screen."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from apps.console.edge import PersonRequest
from apps.console.pages import paper


def answer(request: PersonRequest, template: str, context: dict[str, object], *, name: str) -> HttpResponse:
    """Answer a page's template as a PDF file.

    Raises: paper.NoPrinter.
    """
    organisation = request.user.actor.organisation
    about = {"simulated": organisation.is_demonstration, "recorded": organisation.has_recorded_decisions}
    html = render_to_string(template, {**context, "frame": "paper.html", **about}, request)
    return HttpResponse(
        paper.pdf(html),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )
