"""Taking a held case over: what a supervisor chooses from."""

from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages.lists import Option
from apps.flow import selectors as flow

WHY = {
    "absent": gettext_lazy("Its holder is away"),
    "urgent": gettext_lazy("It cannot wait"),
    "conflict": gettext_lazy("Its holder should not decide it"),
    "other": gettext_lazy("Another reason, which I write below"),
}


def offered(page: flow.ReviewPage, *, reader: Reader) -> tuple[Option, ...]:
    """Return the reasons to choose from, while somebody else holds a case that the reader supervises."""
    item = page.item
    is_held = item.state == "CLAIMED" and item.held_until is not None and item.held_until > reader.now
    if not is_held or not page.may_take_over:
        return ()
    return tuple(Option(value, str(label)) for value, label in WHY.items())
