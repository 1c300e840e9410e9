"""Charts drawn on the server: the same picture on the page, in print and in a PDF, without a script.

Each is drawn wide and narrow and carries `says`, the sentence that stands for it.
"""

from apps.console.pages.charts.diagram import Diagram, Mark, reliability
from apps.console.pages.charts.frames import NARROW, WIDE
from apps.console.pages.charts.scales import Scale, scale
from apps.console.pages.charts.series import Level, Point, Series, Turn, lines
from apps.console.pages.charts.shares import Chart, Interval, Share, intervals
from apps.console.pages.charts.sparks import Cell, cell
from apps.console.pages.charts.stacks import Bars, Stack, bars

__all__ = [
    "NARROW",
    "WIDE",
    "Bars",
    "Cell",
    "Chart",
    "Diagram",
    "Interval",
    "Level",
    "Mark",
    "Point",
    "Scale",
    "Series",
    "Share",
    "Stack",
    "Turn",
    "bars",
    "cell",
    "intervals",
    "lines",
    "reliability",
    "scale",
]
