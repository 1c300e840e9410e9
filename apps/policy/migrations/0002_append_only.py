from django.db import migrations

from apps.core.migration_operations import append_only


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [
        append_only("policy_verdict"),
    ]
