from django.db import migrations

# What holds of powers handed on and of broken glass, whatever the code says. All of it by the database's clock.
HOLDS = r"""
CREATE FUNCTION reviewhub_mailbox(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(lower(address), '\+[^@]*@', '@')
$$;

CREATE FUNCTION reviewhub_delegation_runs(d accounts_delegation) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT d.ended_at IS NULL AND d.begins_at <= clock_timestamp() AND d.ends_at > clock_timestamp()
    AND EXISTS (SELECT FROM accounts_user g WHERE g.id = d.giver_id AND g.is_active)
    AND EXISTS (SELECT FROM accounts_standin s
      WHERE s.object_id = d.object_id AND s.person_id = d.to_id AND s.ended_at IS NULL)
    AND (d.power = 'approve_held' OR EXISTS (SELECT FROM accounts_grantterm t
      WHERE t.user_id = d.giver_id AND t.permission = d.power AND t.object_id = d.object_id
        AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())))
$$;

-- For whom somebody acts now: themselves, other accounts of the same mailbox, who delegated to any of these.
CREATE FUNCTION reviewhub_stands_for(who uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE near (user_id, actor_id, box) AS (
    SELECT u.id, u.actor_id, reviewhub_mailbox(u.email) FROM accounts_user u WHERE u.actor_id = who
    UNION
    SELECT o.id, o.actor_id, reviewhub_mailbox(o.email)
    FROM near n JOIN accounts_user o ON reviewhub_mailbox(o.email) = n.box
      OR o.id IN (SELECT d.giver_id FROM accounts_delegation d
        WHERE d.to_id = n.user_id AND d.ended_at IS NULL AND reviewhub_delegation_runs(d))
  )
  SELECT actor_id FROM near
$$;

CREATE FUNCTION reviewhub_delegation_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE giver accounts_user; receiver accounts_user;
BEGIN
  SELECT * INTO giver FROM accounts_user WHERE id = NEW.giver_id;
  SELECT * INTO receiver FROM accounts_user WHERE id = NEW.to_id;
  IF giver.organisation_id <> NEW.organisation_id OR receiver.organisation_id <> NEW.organisation_id THEN
    RAISE EXCEPTION 'powers stay in their organisation' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT receiver.is_active OR reviewhub_mailbox(giver.email) = reviewhub_mailbox(receiver.email) THEN
    RAISE EXCEPTION 'a power goes to another, active person' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM accounts_standin s
    WHERE s.object_id = NEW.object_id AND s.person_id = NEW.to_id AND s.ended_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'whoever stands in is on the list' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.power <> 'approve_held' THEN
    PERFORM 1 FROM accounts_grantterm t
      WHERE t.user_id = NEW.giver_id AND t.permission = NEW.power AND t.object_id = NEW.object_id
        AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp());
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a power that was handed on is never passed on' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delegation_fits BEFORE INSERT ON accounts_delegation
  FOR EACH ROW EXECUTE FUNCTION reviewhub_delegation_fits();

CREATE FUNCTION reviewhub_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ending text[] := ARRAY['ended_at', 'ended_by_id', 'closed_at', 'closed_by_id'];
BEGIN
  IF to_jsonb(OLD) - ending <> to_jsonb(NEW) - ending
    OR coalesce(to_jsonb(OLD) ->> 'ended_at', to_jsonb(OLD) ->> 'closed_at') IS NOT NULL
  THEN
    RAISE EXCEPTION 'such a row only ends, once' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE ON accounts_standin
  FOR EACH ROW EXECUTE FUNCTION reviewhub_only_ends();
CREATE TRIGGER only_ends BEFORE UPDATE ON accounts_delegation
  FOR EACH ROW EXECUTE FUNCTION reviewhub_only_ends();
CREATE TRIGGER only_ends BEFORE UPDATE ON accounts_breakglass
  FOR EACH ROW EXECUTE FUNCTION reviewhub_only_ends();

CREATE FUNCTION reviewhub_glass_of_admins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM accounts_roleassignment a JOIN accounts_user u ON u.id = a.user_id
    WHERE u.id = NEW.admin_id AND u.is_active AND a.role = 'admin' AND u.organisation_id = NEW.organisation_id;
  IF NOT FOUND OR length(trim(NEW.why)) = 0 THEN
    RAISE EXCEPTION 'only admins break the glass, and say why' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER glass_of_admins BEFORE INSERT ON accounts_breakglass
  FOR EACH ROW EXECUTE FUNCTION reviewhub_glass_of_admins();
"""
UNDO = """
DROP TRIGGER glass_of_admins ON accounts_breakglass;
DROP TRIGGER only_ends ON accounts_breakglass;
DROP TRIGGER only_ends ON accounts_delegation;
DROP TRIGGER only_ends ON accounts_standin;
DROP TRIGGER delegation_fits ON accounts_delegation;
DROP FUNCTION reviewhub_glass_of_admins, reviewhub_only_ends, reviewhub_delegation_fits, reviewhub_stands_for,
  reviewhub_delegation_runs, reviewhub_mailbox;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_delegations")]
    operations = [migrations.RunSQL(HOLDS, UNDO)]
