from django.db import migrations

# The table is partitioned and not managed by Django; what was decided before was asked of nobody.
ADD = """
ALTER TABLE measures_decisionfacts
  ADD COLUMN view_asked boolean NOT NULL DEFAULT false,
  ADD COLUMN viewed varchar(40) NOT NULL DEFAULT '';
"""
TAKE_BACK = "ALTER TABLE measures_decisionfacts DROP COLUMN view_asked, DROP COLUMN viewed;"


class Migration(migrations.Migration):
    dependencies = [("measures", "0006_replays")]
    operations = [migrations.RunSQL(ADD, TAKE_BACK)]
