"""What arrivals point to is never deleted, so that no row of them is asked for it (ADR 0074)."""

import django.db.models.deletion
from django.db import migrations, models

from apps.core.migration_operations import stays


class Migration(migrations.Migration):
    dependencies = [("core", "0004_what_stays"), ("policy", "0007_looked_at_when_much_is_new")]

    operations = [
        stays("policy_policyversion"),
        migrations.AlterField(
            model_name="verdict",
            name="policy",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="verdicts",
                to="policy.policyversion",
            ),
        ),
    ]
