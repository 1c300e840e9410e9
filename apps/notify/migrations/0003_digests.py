import django.db.models.deletion
from django.db import migrations, models

import apps.core.ids


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_mails"), ("notify", "0002_new_ones")]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("daily", "daily"), ("urgent", "urgent")], max_length=10),
                ),
                ("period", models.CharField(max_length=40)),
                ("taken_at", models.DateTimeField()),
                ("n_taken", models.PositiveSmallIntegerField(default=1)),
                ("sent_at", models.DateTimeField(null=True)),
                ("is_needless", models.BooleanField(default=False)),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="digests",
                        to="accounts.actor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_needless", False), ("sent_at", None)),
                        fields=["taken_at"],
                        name="digest_unsent",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("to", "kind", "period"), name="digest_once")
                ],
            },
        ),
    ]
