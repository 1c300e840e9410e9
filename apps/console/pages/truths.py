"""Who proved right, and the AI's lane against a rule of one line, as panels."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.console.edge import Reader
from apps.console.pages import charts, words
from apps.console.pages.measured import Line, Panel, cases_url, is_few, said
from apps.console.pages.patterns import interval
from apps.console.pages.trying_parts import MINUS
from apps.core import speech
from apps.core.speech import inside, is_english, speak_kept
from apps.flow.selectors.insight_figures import Insights
from apps.measures import rules
from apps.measures.rules import Group

LANE_NAMES = {
    Group.AI_LANE: gettext_lazy("As the AI suggested"),
    Group.DECIDED_LANE: gettext_lazy("As it was decided"),
    Group.RULE_LANE: gettext_lazy("By the one-line rule"),
}
EVEN = 0.5
PROVED = {
    Group.OVERRIDES_RIGHT: gettext_lazy("officer proved right"),
    Group.APPROVALS_WRONG: gettext_lazy("both proved wrong"),
}


def panels(told: Insights, *, reader: Reader) -> Iterable[Panel]:
    """Write what outcomes say; nothing where the pack defines no later truth."""
    if told.what is None or told.truth is None:
        return
    until = words.day(
        (reader.now - told.what.wait).astimezone(reader.zone), now=reader.now.astimezone(reader.zone)
    )
    yield _who_was_right(told, told.what, told.truth, until)
    if told.truth.lanes and told.what.baseline:
        yield _against_rule(told, told.what, told.truth, until)


def _who_was_right(told: Insights, what: rules.Definition, truth: rules.Truth, until: str) -> Panel:
    named = (
        (_("Officer chose more caution"), Group.OVERRIDES_RIGHT, truth.by_direction["more_cautious"]),
        (_("Officer chose less caution"), Group.OVERRIDES_RIGHT, truth.by_direction["less_cautious"]),
        *(
            (_("Agreed: %(lane)s") % {"lane": _lane(told, lane)}, Group.APPROVALS_WRONG, share)
            for lane, share in truth.by_lane.items()
        ),
    )
    says = tuple(_right_words(truth))
    known = {"until": until, "known": words.number(truth.n_known), "old": words.number(truth.n_old)}
    return Panel(
        title=_("Who proved right"),
        key="truth",
        about=_("decisions until %(until)s; the outcome of %(known)s of %(old)s is known") % known,
        charts=_chart([(label, share) for label, _group, share in named], says=" ".join(says)),
        says=(*says, *_base_rate(what, truth, speak_kept(told.system.case_word))),
        heads=(_("Cases"), _("Share"), _("95% interval"), _("Counted")),
        lines=tuple(
            _line(label, share, cases_url(told.system, group, told.part), extra=str(PROVED[group]))
            for label, group, share in named
        ),
        how=tuple(_how_counted(told, what, until)),
    )


def _lane(told: Insights, lane: str) -> str:
    return inside(told.labels.get(lane, lane))


def _right_words(truth: rules.Truth) -> Iterable[str]:
    overrides, approvals = truth.overrides, truth.approvals
    if is_few(overrides) and is_few(approvals):
        yield _(
            "Too early to say: the outcome is known of %(overrides)s overrides and %(approvals)s agreements, "
            "and it takes %(enough)s of each."
        ) % {"overrides": overrides.n, "approvals": approvals.n, "enough": rules.ENOUGH}
        return
    yield (
        _("Of overrides with a known outcome, %(n)s, too few were decided to say who proved right.")
        % {"n": overrides.n}
        if is_few(overrides)
        else _("Where officers overruled the AI, they proved right in %(share)s.")
        % {"share": _of_hundred(overrides)}
    )
    yield (
        _("Of agreements with a known outcome, %(n)s, too few were decided to say how many went wrong.")
        % {"n": approvals.n}
        if is_few(approvals)
        else _("Where they agreed with it, both proved wrong in %(share)s.")
        % {"share": _of_hundred(approvals)}
    )


def _of_hundred(share: rules.Share) -> str:
    return _("%(share)s of 100 cases (%(interval)s, n=%(n)s)") % {
        "share": round((share.value or 0.0) * 100),
        "interval": interval(share.low, share.high),
        "n": words.number(share.n),
    }


def _base_rate(what: rules.Definition, truth: rules.Truth, case_word: str) -> Iterable[str]:
    """Warn that one direction is right more often to begin with."""
    if is_few(truth.happened) or truth.happened.value is None:
        return
    values = {
        "n": words.number(truth.n_known),
        "case": case_word,
        "share": words.percent(truth.happened.value),
        "happened": what.happened,
    }
    if (truth.happened.value > EVEN) == what.caution_right_when:
        yield (
            _(
                "Of all %(n)s known outcomes, in %(share)s the %(case)s %(happened)s: choosing more "
                "caution is "
                "right more often to begin with."
            )
            % values
        )
    else:
        yield (
            _(
                "Of all %(n)s known outcomes, in %(share)s the %(case)s %(happened)s: choosing less "
                "caution is "
                "right more often to begin with."
            )
            % values
        )


def _how_counted(told: Insights, what: rules.Definition, until: str) -> Iterable[str]:
    yield _(
        "The outcome: %(outcome)s. It can be known only %(days)s days after a decision, so decisions until "
        "%(until)s count. Younger ones are left out even where the outcome is known: among them only the "
        "quick ones are."
    ) % {"outcome": _small(what.label), "days": what.wait.days, "until": until}
    more, less = (what.happened, what.not_happened)
    if not what.caution_right_when:
        more, less = less, more
    yield _(
        "An override is right when the officer chose more caution than the AI and the %(case)s %(more)s, or "
        "less caution and it %(less)s. In the other cases the AI was right."
    ) % {"case": speak_kept(told.system.case_word), "more": more, "less": less}
    for lane, right in what.right_when.items():
        if right is None:
            yield _("Of %(lane)s the outcome says nothing, so agreeing on it is not counted.") % {
                "lane": _lane(told, lane)
            }
        else:
            yield _("Agreeing on %(lane)s was wrong when the %(case)s %(happened)s.") % {
                "lane": _lane(told, lane),
                "case": speak_kept(told.system.case_word),
                "happened": what.not_happened if right else what.happened,
            }


def _against_rule(told: Insights, what: rules.Definition, truth: rules.Truth, until: str) -> Panel:
    rule = what.baseline
    says = tuple(_lane_words(told, what, truth))
    about = {"rule": _small(rule.label) if rule else "", "until": until}
    return Panel(
        title=_("Against a rule of one line"),
        key="baseline",
        about=_("rule: %(rule)s; decisions until %(until)s") % about,
        charts=_chart(
            [(str(LANE_NAMES[one.group]), one.wrong) for one in truth.lanes],
            says=" ".join((*says, *_lane_figures(truth))),
            limit=told.accepted,
        ),
        says=(*says, *_same_size(truth)),
        heads=(
            _("In the lane"),
            _("That %(happened)s") % {"happened": what.happened},
            _("95% interval"),
            _("Size of the lane"),
        ),
        lines=tuple(
            _line(
                str(LANE_NAMES[one.group]),
                one.wrong,
                cases_url(told.system, one.group, told.part),
                extra=_("%(size)s of all, with %(taken)s of those that %(happened)s")
                % {"size": _rounded(one.size), "taken": _rounded(one.taken), "happened": what.happened},
            )
            for one in truth.lanes
        ),
    )


def _lane_words(told: Insights, what: rules.Definition, truth: rules.Truth) -> Iterable[str]:
    """Say what the lines of the chart are; the figures stand beside them."""
    lane = _lane(told, what.baseline.outcome) if what.baseline else ""
    if all(is_few(one.wrong) for one in truth.lanes):
        most = max((one.wrong.n for one in truth.lanes), default=0)
        yield _(
            "Too early to compare: of %(lane)s at most %(n)s outcomes are known, and it takes %(enough)s."
        ) % {"n": most, "enough": rules.ENOUGH, "lane": lane}
        return
    values = {"lane": lane, "happened": what.happened}
    if told.accepted is None:
        yield _("Of what was sent to %(lane)s, this share %(happened)s.") % values
    else:
        yield _(
            "Of what was sent to %(lane)s, this share %(happened)s. The owner accepts at most %(share)s "
            "(dashed line)."
        ) % {**values, "share": words.in_hundred(told.accepted)}


def _lane_figures(truth: rules.Truth) -> Iterable[str]:
    for one in truth.lanes:
        if not is_few(one.wrong):
            yield _("%(way)s: %(share)s.") % {"way": LANE_NAMES[one.group], "share": said(one.wrong)[0]}


def _same_size(truth: rules.Truth) -> Iterable[str]:
    """Compare the AI with the rule at the AI's size, then at the rule's."""
    ai, rule = (
        next(one for one in truth.lanes if one.group == group) for group in (Group.AI_LANE, Group.RULE_LANE)
    )
    if truth.difference and min(ai.wrong.n, rule.wrong.n) >= rules.ENOUGH:
        yield _at_the_size_of_the_ai(truth.difference, ai)
    if truth.filled and rule.wrong.n >= rules.ENOUGH and rule.wrong.value is not None:
        value, low, high = truth.filled
        values = {
            "size": _rounded(rule.size),
            "ai": words.percent(value),
            "interval": interval(low, high),
            "rule": words.percent(rule.wrong.value),
        }
        if rule.wrong.value < low or rule.wrong.value > high:
            yield (
                _(
                    "At the rule's size (%(size)s of all; the AI's lane is filled up by chance from its "
                    "next one) "
                    "the AI has %(ai)s (%(interval)s) against the rule's %(rule)s: they differ."
                )
                % values
            )
        else:
            yield (
                _(
                    "At the rule's size (%(size)s of all; the AI's lane is filled up by chance from its "
                    "next one) "
                    "the AI has %(ai)s (%(interval)s) against the rule's %(rule)s: no difference can be seen."
                )
                % values
            )


def _at_the_size_of_the_ai(difference: tuple[float, float, float], ai: rules.Lane) -> str:
    value, low, high = (round(part * 100, 1) for part in difference)
    text = _(
        "At the AI's size (%(size)s of all; the rule cannot rank, so its lane is cut by chance) the AI "
        "is not different: %(value)s points, between %(low)s and %(high)s."
    )
    if high < 0:
        text = _(
            "At the AI's size (%(size)s of all; the rule cannot rank, so its lane is cut by chance) the AI "
            "is better: %(value)s points, between %(low)s and %(high)s."
        )
    elif low > 0:
        text = _(
            "At the AI's size (%(size)s of all; the rule cannot rank, so its lane is cut by chance) the AI "
            "is worse: %(value)s points, between %(low)s and %(high)s."
        )
    return text % {
        "size": _rounded(ai.size),
        "value": _signed(value),
        "low": _signed(low),
        "high": _signed(high),
    }


def _signed(points: float) -> str:
    return ("+" if points >= 0 else MINUS) + speech.number(round(abs(points), 1), digits=1)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if is_english() else text


def _rounded(share: rules.Share) -> str:
    return _("none") if share.value is None else words.percent(share.value, digits=0)


def _line(label: str, share: rules.Share, url: str, *, extra: str) -> Line:
    value, between, faint = said(share)
    return Line(label, words.number(share.n), value, between, url, faint, extra)


def _chart(
    named: Iterable[tuple[str, rules.Share]], *, says: str, limit: float | None = None
) -> tuple[charts.Chart, ...]:
    shares = [
        charts.Share(label, share.value, share.low, share.high)
        for label, share in named
        if share.value is not None and share.n >= rules.ENOUGH
    ]
    return charts.intervals(shares, says=says, limit=limit) if shares else ()
