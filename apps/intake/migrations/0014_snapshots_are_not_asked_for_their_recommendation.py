"""Nothing looks for the recommendation of a snapshot, and no snapshot is ever deleted: its index served nobody."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0013_looked_at_when_much_is_new")]

    operations = [
        migrations.AlterField(
            model_name="recommendation",
            name="snapshot",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendations",
                to="intake.contextsnapshot",
            ),
        ),
    ]
