"""import-linter keeps the layers (.importlinter); these tests keep import-linter."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps

from tests.architecture import sources

INSIDE = ("inside", "inside-flow", "inside-accounts", "inside-core", "inside-api", "inside-console")


def our_apps():
    return {path.parent.name for path in (sources.ROOT / "apps").glob("*/__init__.py")}


def inside_containers():
    """Give every app whose inside stands under a contract, once per contract."""
    sections = [sources.contracts()[f"importlinter:contract:{name}"] for name in INSIDE]
    return [line.removeprefix("apps.") for section in sections for line in section["containers"].split()]


def pointing_up(relations):
    """Find foreign keys from a lower app to a higher one, or between siblings: a hidden import."""
    return [
        f"{source} -> {target}"
        for source, target in relations
        if source.split(".")[0] != target.split(".")[0]
        and sources.depth(source.split(".")[0]) >= sources.depth(target.split(".")[0])
    ]


def relations():
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("apps."):
            for field in model._meta.get_fields():
                target = field.related_model
                if field.concrete and target is not None and target.__module__.startswith("apps."):
                    yield model._meta.label, target._meta.label


def test_every_app_stands_in_the_chain_and_has_rules_for_its_inside():
    in_chain = {name for layer in sources.chain() for name in layer}

    assert our_apps() <= in_chain
    assert sorted(our_apps()) == sorted(inside_containers())


def test_no_foreign_key_points_up_not_even_by_string():
    assert pointing_up(relations()) == []


def test_planted_foreign_keys_upwards_and_sideways_are_found():
    planted = [
        ("core.Case", "reviews.Item"),
        ("delivery.Delivery", "notify.Letter"),
        ("reviews.Item", "intake.Case"),
    ]

    assert pointing_up(planted) == ["core.Case -> reviews.Item", "delivery.Delivery -> notify.Letter"]


PLANTED = {
    "apps/registry/services.py": "import apps.reviews.services\n",  # up the chain
    "apps/policy/rules.py": "import django.db\n",  # a rule that is not pure
    "apps/intake/services.py": "import httpx\n",  # another way out
    "apps/reviews/access.py": "import guardian\n",  # another door to grants
    "apps/flow/services.py": "import celery\n",  # a broker call in a request
    "apps/learning/services.py": "import rest_framework\n",
    "apps/notify/selectors.py": "import apps.notify.services\n",  # up inside an app
    "apps/measures/drawer.py": "",  # a module that no layer names
    "apps/intake/rules.py": "import PIL\n",  # hostile bytes read outside their process
    "apps/delivery/services.py": "import minio\n",  # another place for documents
    "demo/live.py": "import apps.core\n",  # the demonstration reaches inside
}
LEGAL = {
    "apps/accounts/access.py": "import guardian\n",
    "apps/core/outgoing.py": "import httpx\n",
    "apps/core/store.py": "import minio\nimport urllib3\n",
    "apps/core/drawing.py": "import PIL\nimport pypdfium2\n",
    "apps/api/views.py": "import drf_spectacular\nimport rest_framework\n",
    "tasks/base.py": "import celery\nimport kombu\n",
    "apps/policy/rules.py": "",
    "apps/policy/states.py": "",
}


def lint(folder: Path, files: dict[str, str]) -> str:
    for name in ("reviewhub", "tasks", "apps", "demo", *(f"apps/{app}" for app in sorted(our_apps()))):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "__init__.py").touch()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    config = sources.ROOT / ".importlinter"
    done = subprocess.run(
        [*command, "--no-cache", "--no-logo", "--config", str(config)],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_each_planted_import_breaks_its_contract(tmp_path):
    clean = lint(tmp_path, LEGAL)
    dirty = lint(tmp_path, LEGAL | PLANTED)

    assert "0 broken" in clean, clean
    for contract in (
        "Apps:",
        "Inside an app",
        "Rules and states",
        "Grants",
        "Django REST",
        "Celery",
        "One way out",
        "Documents lie",
        "Hostile documents",
    ):
        assert f"{contract}" in dirty
    broken = [line for line in dirty.splitlines() if line.rstrip().endswith("BROKEN")]
    assert len(broken) == 10, dirty


def test_no_contract_has_an_exception():
    names = [name for name in sources.contracts().sections() if name.startswith("importlinter:contract:")]

    assert len(names) >= 15
    assert [name for name in names if "ignore_imports" in sources.contracts()[name]] == []
