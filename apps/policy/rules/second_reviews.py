"""How much of what people decide is looked at again, and how often a known-answer case comes to them."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from decimal import Decimal
from uuid import UUID

from apps.core.words import Words, say
from apps.policy.rules.results import an_object, read_hours, read_share
from apps.policy.rules.sample import draw
from apps.policy.rules.tree import DUE_HOURS, BadPolicy, Draw, SecondReviews

AT = "/second_reviews"
MOST_KNOWN = Decimal("0.2")
SHARES = (*(one.value for one in Draw), "known_answers")
WHOLE = ("unsure_from_minor", "due_hours")
NAMES: Mapping[str, str] = {
    "random": say("%(share)s of 100 decisions of people, drawn by chance, are looked at by a second person"),
    "unsure": say("%(share)s of 100 unsure decisions with much at stake are looked at by a second person"),
    "too_fast": say("%(share)s of 100 unusually fast decisions are looked at by a second person"),
    "long_run": say("%(share)s of 100 long runs of approvals are looked at by a second person"),
    "no_pause": say(
        "%(share)s of 100 decisions after a long time without a pause are looked at by a second person"
    ),
    "known_answers": say("%(share)s known-answer cases come among every 100 cases"),
}


def read_second_reviews(raw: object) -> SecondReviews:
    """Read the part `second_reviews` of a policy; a policy without it draws nothing.

    Raises: BadPolicy.
    """
    if raw is None:
        return SecondReviews()
    said = an_object(raw, AT, (*SHARES, *WHOLE), ())
    shares = {name: read_share(said.get(name, 0), f"{AT}/{name}") for name in SHARES}
    if shares["known_answers"] > MOST_KNOWN:
        raise BadPolicy(f"{AT}/known_answers", "At most 0.2: such cases are work that decides nothing.")
    stake = said.get("unsure_from_minor", 0)
    if not isinstance(stake, int) or isinstance(stake, bool) or stake < 0:
        raise BadPolicy(f"{AT}/unsure_from_minor", "Give an amount in the smallest unit, 0 or more.")
    return SecondReviews(
        **shares,
        unsure_from_minor=stake,
        due_hours=read_hours(said.get("due_hours", DUE_HOURS), f"{AT}/due_hours"),
    )


def drawn(rates: SecondReviews, fits: Collection[Draw], *, decision_id: UUID, policy_id: UUID) -> Draw | None:
    """Say for which of the reasons that fit a decision is drawn; the same each time, so anyone can again."""
    for why in Draw:
        if why in fits and draw(decision_id.bytes, f"second-review:{why}:{policy_id}") < rates.share(why):
            return why
    return None


def puts_known_answer(rates: SecondReviews, *, item_id: UUID, policy_id: UUID) -> bool:
    """Say whether a known-answer case comes beside the case of an item."""
    return draw(item_id.bytes, f"known-answer:{policy_id}") < rates.known_answers


def second_reviews_in_words(rates: SecondReviews) -> tuple[Words, ...]:
    """Say each share that is not 0."""
    found = []
    for name in SHARES:
        share = getattr(rates, name)
        if share:
            found.append(say(NAMES[name], share=f"{(share * 100).normalize():f}"))
    return tuple(found)


def rate_changes(before: SecondReviews, after: SecondReviews) -> tuple[tuple[str, Words], ...]:
    """Say what changes between two, by the name of the field."""
    found = []
    for one in fields(SecondReviews):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if old == new:
            continue
        if one.name in NAMES:
            said = say(
                "Now: %(new)s. Before: %(old)s of 100.",
                new=say(NAMES[one.name], share=f"{(new * 100).normalize():f}"),
                old=f"{(old * 100).normalize():f}",
            )
        else:
            said = say("%(name)s is now %(new)s. Before: %(old)s.", name=one.name, new=new, old=old)
        found.append((one.name, said))
    return tuple(found)
