import django.db.models.deletion
from django.db import migrations, models

import apps.core.ids
from apps.core.migration_operations import append_only


class Migration(migrations.Migration):
    dependencies = [("measures", "0009_replays_in_random_order")]

    operations = [
        migrations.RemoveConstraint(model_name="brokensuggestion", name="broken_said_once"),
        migrations.AddField(
            model_name="brokensuggestion", name="again", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddConstraint(
            model_name="brokensuggestion",
            constraint=models.UniqueConstraint(
                fields=("recommendation", "by_pseudonym", "again"), name="broken_said_once"
            ),
        ),
        migrations.CreateModel(
            name="BrokenTakenBack",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="measures.brokensuggestion",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        append_only("measures_brokentakenback"),
    ]
