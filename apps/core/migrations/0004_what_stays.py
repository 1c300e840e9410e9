"""What arrivals point to stays: a trigger says so, in place of a key that PostgreSQL looks at for each row."""

from django.db import migrations

STAYS = """
CREATE FUNCTION reviewhub_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what arrivals point to stays as it is named' USING ERRCODE = 'foreign_key_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_heartbeat")]

    operations = [migrations.RunSQL(STAYS, "DROP FUNCTION reviewhub_stays();")]
