from django.db import migrations

from apps.core.migration_operations import append_only

# A decision is released or withdrawn, never both: whoever comes second waits for the first and is refused.
ONE_FATE = """
CREATE FUNCTION reviewhub_one_fate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.decision_id::text, 7));
  IF TG_TABLE_NAME = 'reviews_release' THEN
    PERFORM 1 FROM reviews_withdrawal WHERE decision_id = NEW.decision_id;
  ELSE
    PERFORM 1 FROM reviews_release WHERE decision_id = NEW.decision_id;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'a decision is released or withdrawn, never both' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER one_fate BEFORE INSERT ON reviews_release FOR EACH ROW EXECUTE FUNCTION reviewhub_one_fate();
CREATE TRIGGER one_fate BEFORE INSERT ON reviews_withdrawal FOR EACH ROW EXECUTE FUNCTION reviewhub_one_fate();
"""
UNDO = """
DROP TRIGGER one_fate ON reviews_release; DROP TRIGGER one_fate ON reviews_withdrawal;
DROP FUNCTION reviewhub_one_fate;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [
        append_only("reviews_decision", "reviews_overridereason", "reviews_release", "reviews_withdrawal"),
        migrations.RunSQL(ONE_FATE, UNDO),
    ]
