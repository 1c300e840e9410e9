import pytest

from tests import world as worlds


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Pages name static files as they lie in the tree; hashed names need collectstatic."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def visit(client, world):
    """Sign somebody in and return a client for them: `visit("olga").get("/")`."""

    def as_person(first_name):
        client.force_login(world.user(first_name))
        return client

    return as_person


@pytest.fixture
def held(world):
    """An item that Olga holds."""
    return worlds.claimed(world, world.olga)
