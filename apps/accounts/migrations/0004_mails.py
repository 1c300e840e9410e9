from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_working_time")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="mails",
            field=models.CharField(db_default="daily", default="daily", max_length=10),
        ),
    ]
