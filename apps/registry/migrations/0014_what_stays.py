"""What arrivals point to is never deleted, so that no row of them is asked for it (ADR 0074)."""

from django.db import migrations

from apps.core.migration_operations import stays


class Migration(migrations.Migration):
    dependencies = [("core", "0004_what_stays"), ("registry", "0013_reason_changes")]

    operations = [
        stays("registry_aisystem", "registry_sourcesystem", "registry_contextcontract", "registry_outcomecode"),
    ]
