import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_mails")]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="name",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="apikey",
            name="revoked_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.actor",
            ),
        ),
        migrations.AddField(
            model_name="apikey", name="last_used_at", field=models.DateTimeField(null=True)
        ),
    ]
