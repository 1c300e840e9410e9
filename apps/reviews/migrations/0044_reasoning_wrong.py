from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0043_notes_by_time")]

    operations = [
        migrations.AddIndex(
            model_name="overridereason",
            index=models.Index(
                fields=["decision"],
                condition=models.Q(place=0, core_category="reasoning_wrong"),
                name="reason_wrong",
            ),
        ),
    ]
