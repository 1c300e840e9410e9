import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_working_time"), ("reviews", "0014_skipped")]

    operations = [
        migrations.AddField(
            model_name="reviewitem",
            name="assigned_to",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.actor",
            ),
        ),
        migrations.AddField(
            model_name="reviewitem", name="assigned_until", field=models.DateTimeField(null=True)
        ),
        migrations.AddIndex(
            model_name="reviewitem",
            index=models.Index(
                condition=models.Q(("assigned_to__isnull", False), ("state", "OPEN")),
                fields=["assigned_to", "inbox"],
                name="item_assigned",
            ),
        ),
    ]
