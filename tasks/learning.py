from apps.core import clock
from apps.flow import services as flow
from apps.flow.services import grouping, reading_notes, reporting
from apps.learning import services as learning
from tasks.base import job, spread


@job("learning.group_notes", queue="mining", seconds=200)
def group_notes() -> int:
    """Put notes that say alike things together, once a day."""
    return grouping.group_notes(now=clock.now())


@job("learning.read_notes", queue="mining", seconds=120)
def read_notes() -> int:
    """Find the strongly negative among the day's notes."""
    return reading_notes.read_notes(now=clock.now())


@job("learning.report_weeks", queue="mining", seconds=200)
def report_weeks() -> int:
    """Write the reports of the week that ended."""
    return reporting.write_week_reports(now=clock.now())


@job("learning.mine", queue="mining", seconds=200)
def mine() -> int:
    """Queue mining runs where there is something new, and have their parts worked."""
    return spread(flow.queue_mining(now=clock.now()), work="learning.mine_parts", then="learning.lead_mining")


@job("learning.lead_mining", queue="mining", seconds=200)
def lead_mining() -> int:
    """Take mining runs whose parts are done to their next step."""
    return spread(flow.lead_mining(now=clock.now()), work="learning.mine_parts", then="learning.lead_mining")


@job("learning.mine_parts", queue="mining", seconds=200, joins=True)
def mine_parts() -> int:
    """Work the parts of mining runs that wait."""
    return flow.mine_parts(now=clock.now)


@job("learning.measure_effects", queue="mining", seconds=200)
def measure_effects() -> int:
    """Measure what live fixes did, where a planned look is due."""
    return learning.measure_effects(now=clock.now())
