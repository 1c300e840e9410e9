"""What arrivals point to is never deleted, so that no row of them is asked for it (ADR 0074)."""

import django.db.models.deletion
from django.db import migrations, models

from apps.core.migration_operations import stays


class Migration(migrations.Migration):
    dependencies = [("core", "0004_what_stays"), ("registry", "0014_what_stays"), ("reviews", "0044_reasoning_wrong")]

    operations = [
        stays("reviews_inbox"),
        migrations.AlterField(
            model_name="reviewitem",
            name="system",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="registry.aisystem",
            ),
        ),
        migrations.AlterField(
            model_name="reviewitem",
            name="inbox",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="reviews.inbox",
            ),
        ),
    ]
