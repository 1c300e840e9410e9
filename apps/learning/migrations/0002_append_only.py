from django.db import migrations

from apps.core.migration_operations import append_only


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]
    operations = [
        append_only("learning_pattern"),
    ]
