"""`manage.py new_password EMAIL`: give a person a new password and show it once; there is none by mail."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.accounts import selectors
from apps.accounts import services as accounts
from apps.accounts.models import Actor
from apps.core import clock


class Command(BaseCommand):
    help = "Give a person a new password, shown once; their sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"]
        try:
            person = selectors.actor_of_email(email)
        except Actor.DoesNotExist as error:
            raise CommandError(f"Nobody active signs in as {email}.") from error
        system = selectors.system_actor(person.organisation_id)
        fresh = accounts.renew_password(email=email, by=system, now=clock.now())
        self.stdout.write(f"New password of {email}: {fresh}")
