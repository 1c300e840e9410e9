from django.db import migrations

# A held decision comes into force only once a second person upheld it, and that is never one who may not.
SECOND_PERSON = """
CREATE FUNCTION reviewhub_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.result NOT IN ('UPHELD', 'AMENDED', 'REVERSED', 'RETURNED') OR OLD.result <> '' THEN
    RETURN NEW;
  END IF;
  PERFORM 1 FROM reviews_escalation e
    WHERE e.item_id = NEW.item_id AND e.raised_by_id = NEW.closed_by_id AND e.result <> 'RETURNED';
  IF FOUND THEN
    RAISE EXCEPTION 'whoever raised a case never approves' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM reviews_decision d JOIN policy_policyversion p ON p.id = d.policy_id
    WHERE d.id = NEW.decision_id AND (p.author_id = NEW.closed_by_id OR NEW.closed_by_id = ANY (p.writers));
  IF FOUND THEN
    RAISE EXCEPTION 'whoever wrote the policy of a case never approves' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER second_person BEFORE UPDATE ON reviews_approval
  FOR EACH ROW EXECUTE FUNCTION reviewhub_second_person();

CREATE OR REPLACE FUNCTION reviewhub_one_fate() RETURNS trigger LANGUAGE plpgsql AS $$
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
  IF TG_TABLE_NAME = 'reviews_release' THEN
    PERFORM 1 FROM reviews_approval WHERE decision_id = NEW.decision_id AND result <> 'UPHELD';
    IF FOUND THEN
      RAISE EXCEPTION 'a held decision waits for a second person' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""
UNDO = """
DROP TRIGGER second_person ON reviews_approval;
DROP FUNCTION reviewhub_second_person;
CREATE OR REPLACE FUNCTION reviewhub_one_fate() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0029_held_decisions"), ("policy", "0006_segment_sets")]
    operations = [migrations.RunSQL(SECOND_PERSON, UNDO)]
