from django.db import migrations, models

# What was counted before knows no version: until the job has counted again, pages say that nothing is counted.
FORGET = "DELETE FROM measures_tallied;"


class Migration(migrations.Migration):
    dependencies = [("measures", "0017_signals_by_item")]

    operations = [
        migrations.AddField(
            model_name="decisiontally",
            name="model_version",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
    ]
