from django.db import migrations

from apps.core.migration_operations import append_only, partitioned


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial"), ("core", "0002_initial")]
    operations = [
        partitioned(
            "delivery_attempt",
            "delivery_id uuid NOT NULL, number integer NOT NULL, at timestamptz NOT NULL, status smallint,"
            " error varchar(60) NOT NULL, took_ms integer NOT NULL",
            "delivery_id",
        ),
        append_only("delivery_receipt"),
    ]
