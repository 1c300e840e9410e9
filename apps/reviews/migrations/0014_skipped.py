from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0013_lists")]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("ended_why", "skipped")),
                fields=["by", "ended_at"],
                name="claim_skipped",
            ),
        ),
    ]
