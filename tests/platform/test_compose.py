import yaml

from tests.platform.conftest import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_every_process_of_the_product_has_a_service():
    assert set(COMPOSE["services"]) == {
        "postgres",
        "valkey",
        "migrate",
        "web",
        "worker",
        "beat",
        "dispatcher",
    }


def test_only_migrations_know_the_owner_of_the_tables():
    knows = {
        name
        for name, service in COMPOSE["services"].items()
        if "reviewhub_owner" in service.get("environment", {}).get("DATABASE_URL", "")
    }
    assert knows == {"migrate"}


def test_no_secret_has_a_default_and_only_this_machine_is_let_in():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "SECRET_KEY", "VAULT_KEY"):
        assert f"${{{name}:?" in text
        assert f"${{{name}:-" not in text
    published = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:8000:8000"]
