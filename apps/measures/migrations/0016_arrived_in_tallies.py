from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measures", "0015_bounded_in_tallies")]

    operations = [
        migrations.AddField(model_name="tallied", name="arrived", field=models.JSONField(null=True)),
    ]
