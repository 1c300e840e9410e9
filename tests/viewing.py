"""Cases that ask for a view before advice: the policy in force asks it of a share."""

from apps.policy.models import PolicyVersion
from apps.reviews import services as reviews
from apps.reviews.models import ReviewItem
from tests import world as worlds


def views(world, share: float = 1):
    """Let the policy in force ask for a first view in this share of what people decide."""
    row = PolicyVersion.objects.get(system=world.system, state="LIVE")
    for one in (*row.tree["rules"], row.tree):
        then = one.get("then") or one.get("otherwise")
        if then["lane"] != "AUTOMATIC":
            then["first_view"] = share
    PolicyVersion.objects.filter(id=row.id).update(tree=row.tree, digest=f"views {share}".encode())


def asked_of(key, value, source="employer"):
    """A later value of a fact."""
    return worlds.fact(key, value, source, as_of=worlds.iso(worlds.noon))


def asking(item_id):
    """Let one case ask for a view before advice, whatever the policy said of it."""
    ReviewItem.objects.filter(id=item_id).update(first_view=True)


def viewed(world, item, by, outcome="standard", words=""):
    """Give a view on an item that one holds."""
    view = reviews.View(outcome=outcome, sure="fairly", words=words)
    reviews.give_first_view(
        item_id=item.id, view=view, version=item.version, token=item.token, by=by, now=world.now
    )
    item.refresh_from_db()
