from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0042_recourse_terms")]

    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                fields=["-decided_at", "id"],
                condition=models.Q(sealed_note__isnull=False),
                name="decision_with_note",
            ),
        ),
    ]
