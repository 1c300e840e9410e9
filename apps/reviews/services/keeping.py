"""Lists that a person keeps under a name: preferences, which decide nothing and leave no entry."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from apps.accounts.models import Actor
from apps.core import refusals, transactions
from apps.core.words import say
from apps.reviews import access
from apps.reviews.models import SavedView

MOST_VIEWS = 12
MOST_NAME = 40
MOST_VALUE = 40
ASKED = frozenset({"view", "sort", "from", "to", "flag", "held"})


class ViewNameWrong(refusals.Invalid):
    code = "view_name"
    sentence = say("Give the view a name of 1 to %(most)s characters.", most=MOST_NAME)


class ViewWrong(refusals.Invalid):
    code = "view_wrong"
    sentence = say("This list cannot be kept. Open the inbox and choose again.")


class TooManyViews(refusals.IllegalMove):
    code = "too_many_views"
    sentence = say("You keep %(most)s views of this inbox. Take one away first.", most=MOST_VIEWS)


def save_view(
    *, inbox_slug: str, name: str, asked: Mapping[str, str], is_default: bool, by: Actor, now: datetime
) -> SavedView:
    """Keep a list of an inbox under a name; a name that is kept already is given to this list.

    is_default: show it whenever the inbox is opened without a wish; the one that was is it no more.
    Raises: refusals.NotVisible, ViewNameWrong, ViewWrong, TooManyViews.
    """
    with transactions.verb():
        inbox = access.visible_inbox(by, slug=inbox_slug)
        name = " ".join(name.split())
        if not 1 <= len(name) <= MOST_NAME:
            raise ViewNameWrong(field="name")
        said = {key: value for key, value in asked.items() if value}
        if not said.keys() <= ASKED or any(len(value) > MOST_VALUE for value in said.values()):
            raise ViewWrong(field="asked")
        mine = SavedView.objects.select_for_update().filter(by=by, inbox=inbox)
        names = [one.name for one in mine]
        if name not in names and len(names) >= MOST_VIEWS:
            raise TooManyViews
        if is_default:
            mine.update(is_default=False)
        given = {"asked": said, "is_default": is_default, "saved_at": now}
        return SavedView.objects.update_or_create(by=by, inbox=inbox, name=name, defaults=given)[0]


def drop_view(*, view_id: UUID, by: Actor) -> SavedView:
    """Take away a view that one keeps.

    Raises: refusals.NotVisible.
    """
    with transactions.verb():
        view = SavedView.objects.select_related("inbox").filter(id=view_id, by=by).first()
        if view is None:
            raise refusals.NotVisible
        SavedView.objects.filter(id=view.id).delete()
        return view
