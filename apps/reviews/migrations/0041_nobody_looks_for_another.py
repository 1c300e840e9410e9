from django.db import migrations

# Who stands in for somebody gives no second opinion, settles none and answers no appeal where that person may
# not, whatever the code says: as for held decisions (0036).
STANDING_IN = """
CREATE OR REPLACE FUNCTION reviewhub_second_is_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM reviews_secondreview s WHERE s.item_id = NEW.id
             AND s.kept_from && ARRAY(SELECT reviewhub_stands_for(NEW.holder_id))) THEN
    RAISE EXCEPTION 'nobody looks a second time at what they, or whom they stand in for, decided'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION reviewhub_looks_for_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.reviewer_id IS NOT NULL AND NEW.kept_from && ARRAY(SELECT reviewhub_stands_for(NEW.reviewer_id)) THEN
    RAISE EXCEPTION 'nobody gives the second opinion for whoever may not' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.settled_by_id IS NOT NULL
     AND (NEW.kept_from || NEW.reviewer_id) && ARRAY(SELECT reviewhub_stands_for(NEW.settled_by_id)) THEN
    RAISE EXCEPTION 'nobody settles for whoever took part' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER looks_for_nobody BEFORE INSERT OR UPDATE OF reviewer_id, settled_by_id ON reviews_secondreview
  FOR EACH ROW WHEN (NEW.reviewer_id IS NOT NULL OR NEW.settled_by_id IS NOT NULL)
  EXECUTE FUNCTION reviewhub_looks_for_nobody();

CREATE FUNCTION reviewhub_answers_for_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.chain || NEW.registered_by_id) && ARRAY(SELECT reviewhub_stands_for(NEW.closed_by_id)) THEN
    RAISE EXCEPTION 'nobody answers an appeal for whoever had a part in it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER answers_for_nobody BEFORE INSERT OR UPDATE OF result, closed_by_id ON reviews_appeal
  FOR EACH ROW WHEN (NEW.result IN ('STANDS', 'CHANGED', 'PARTLY'))
  EXECUTE FUNCTION reviewhub_answers_for_nobody();

CREATE FUNCTION reviewhub_appeal_is_anothers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM reviews_appeal a WHERE a.item_id = NEW.id
             AND (a.chain || a.registered_by_id) && ARRAY(SELECT reviewhub_stands_for(NEW.holder_id))) THEN
    RAISE EXCEPTION 'nobody takes an appeal that they, or whom they stand in for, had a part in'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER appeal_is_anothers BEFORE UPDATE OF holder_id ON reviews_reviewitem FOR EACH ROW
  WHEN (NEW.kind = 'APPEAL' AND NEW.holder_id IS NOT NULL) EXECUTE FUNCTION reviewhub_appeal_is_anothers();
"""
UNDO = """
DROP TRIGGER appeal_is_anothers ON reviews_reviewitem; DROP FUNCTION reviewhub_appeal_is_anothers;
DROP TRIGGER answers_for_nobody ON reviews_appeal; DROP FUNCTION reviewhub_answers_for_nobody;
DROP TRIGGER looks_for_nobody ON reviews_secondreview; DROP FUNCTION reviewhub_looks_for_nobody;
CREATE OR REPLACE FUNCTION reviewhub_second_is_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM reviews_secondreview s WHERE s.item_id = NEW.id AND NEW.holder_id = ANY(s.kept_from)) THEN
    RAISE EXCEPTION 'nobody looks a second time at what they decided' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0040_principal_reasons"), ("accounts", "0010_delegations_hold")]
    operations = [migrations.RunSQL(STANDING_IN, UNDO)]
