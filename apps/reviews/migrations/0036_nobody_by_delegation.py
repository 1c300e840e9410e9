from django.db import migrations

# Who stands in for somebody is kept from what that person is kept from, whatever the code says; and what is
# done under a delegation is done by its receiver while it runs, by the database's clock.
BY_DELEGATION = """
CREATE FUNCTION reviewhub_require_delegation(delegation uuid, who uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM accounts_delegation d JOIN accounts_user u ON u.id = d.to_id
    WHERE d.id = delegation AND u.actor_id = who AND reviewhub_delegation_runs(d);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody acts under a delegation that is over or not theirs' USING ERRCODE = 'check_violation';
  END IF;
END $$;

CREATE FUNCTION reviewhub_approved_for() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sides uuid[];
BEGIN
  IF NEW.delegation_id IS NOT NULL THEN
    PERFORM reviewhub_require_delegation(NEW.delegation_id, NEW.closed_by_id);
  END IF;
  SELECT array_agg(one) INTO sides FROM reviewhub_stands_for(NEW.closed_by_id) one;
  PERFORM 1 WHERE NEW.decided_by_id = ANY (sides);
  IF NOT FOUND THEN
    PERFORM 1 FROM reviews_escalation e
      WHERE e.item_id = NEW.item_id AND e.raised_by_id = ANY (sides) AND e.result <> 'RETURNED';
  END IF;
  IF NOT FOUND THEN
    PERFORM 1 FROM reviews_decision d JOIN policy_policyversion p ON p.id = d.policy_id
      WHERE d.id = NEW.decision_id AND (p.author_id = ANY (sides) OR p.writers && sides);
  END IF;
  IF NOT FOUND THEN
    PERFORM 1 FROM reviews_decision d JOIN intake_case c ON c.id = d.case_id
      JOIN reviews_relation r ON r.subject_id = c.subject_id
      WHERE d.id = NEW.decision_id AND r.person_id = ANY (sides) AND r.ended_at IS NULL;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody approves for whoever may not' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approved_for BEFORE UPDATE ON reviews_approval
  FOR EACH ROW WHEN (NEW.result IN ('UPHELD', 'AMENDED', 'REVERSED', 'RETURNED') AND OLD.result = '')
  EXECUTE FUNCTION reviewhub_approved_for();

CREATE FUNCTION reviewhub_decided_for() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sides uuid[];
BEGIN
  PERFORM reviewhub_require_delegation(NEW.delegation_id, NEW.by_id);
  SELECT array_agg(one) INTO sides FROM reviewhub_stands_for(NEW.by_id) one;
  PERFORM 1 FROM reviews_escalation e
    WHERE e.item_id = NEW.item_id AND e.raised_by_id = ANY (sides) AND e.result <> 'RETURNED';
  IF NOT FOUND THEN
    PERFORM 1 FROM intake_case c JOIN reviews_relation r ON r.subject_id = c.subject_id
      WHERE c.id = NEW.case_id AND r.person_id = ANY (sides) AND r.ended_at IS NULL;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody decides for whoever may not' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decided_for BEFORE INSERT ON reviews_decision
  FOR EACH ROW WHEN (NEW.delegation_id IS NOT NULL) EXECUTE FUNCTION reviewhub_decided_for();
"""
UNDO = """
DROP TRIGGER decided_for ON reviews_decision; DROP TRIGGER approved_for ON reviews_approval;
DROP FUNCTION reviewhub_decided_for, reviewhub_approved_for, reviewhub_require_delegation;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0035_under_delegation"), ("accounts", "0010_delegations_hold")]
    operations = [migrations.RunSQL(BY_DELEGATION, UNDO)]
