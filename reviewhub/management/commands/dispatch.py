import signal
import threading

from django.core.management.base import BaseCommand

from reviewhub import dispatcher
from tasks import schedule


class Command(BaseCommand):
    help = "Listen for wakes of the database and hand them to the worker, until SIGTERM."

    def handle(self, *_args: object, **_options: object) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        dispatcher.run(schedule.WAKES, stopped=stop.is_set)
