from django.db import migrations

# Whoever has something to do with the subject of a case decides nothing of it, whatever the code says.
RELATED = r"""
CREATE FUNCTION reviewhub_unrelated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM reviews_relation r JOIN intake_case c ON c.subject_id = r.subject_id
    WHERE c.id = NEW.case_id AND r.person_id = NEW.by_id AND r.ended_at IS NULL;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody decides on those they have something to do with' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER unrelated BEFORE INSERT ON reviews_decision
  FOR EACH ROW WHEN (NEW.item_id IS NOT NULL) EXECUTE FUNCTION reviewhub_unrelated();

CREATE FUNCTION reviewhub_unrelated_approver() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM reviews_decision d JOIN intake_case c ON c.id = d.case_id
    JOIN reviews_relation r ON r.subject_id = c.subject_id
    WHERE d.id = NEW.decision_id AND r.person_id = NEW.closed_by_id AND r.ended_at IS NULL;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody approves on those they have something to do with' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM accounts_user a JOIN accounts_user b
    ON regexp_replace(lower(a.email), '\+[^@]*@', '@') = regexp_replace(lower(b.email), '\+[^@]*@', '@')
    WHERE a.actor_id = NEW.closed_by_id AND b.actor_id = NEW.decided_by_id;
  IF FOUND THEN
    RAISE EXCEPTION 'another account of whoever decided never approves' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER unrelated BEFORE UPDATE ON reviews_approval
  FOR EACH ROW WHEN (NEW.result IN ('UPHELD', 'AMENDED', 'REVERSED', 'RETURNED') AND OLD.result = '')
  EXECUTE FUNCTION reviewhub_unrelated_approver();
"""
UNDO = """
DROP TRIGGER unrelated ON reviews_decision; DROP TRIGGER unrelated ON reviews_approval;
DROP FUNCTION reviewhub_unrelated; DROP FUNCTION reviewhub_unrelated_approver;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0032_authority_once_and_relations")]
    operations = [migrations.RunSQL(RELATED, UNDO)]
