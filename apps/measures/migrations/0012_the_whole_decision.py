from django.db import migrations

# The table is partitioned and not managed by Django; of what was decided before, nothing is made up.
ADD = """
ALTER TABLE measures_decisionfacts
  ADD COLUMN kind varchar(12) NOT NULL DEFAULT '',
  ADD COLUMN replaces uuid,
  ADD COLUMN prompt_version varchar(80) NOT NULL DEFAULT '',
  ADD COLUMN policy_id uuid,
  ADD COLUMN lane varchar(10) NOT NULL DEFAULT '',
  ADD COLUMN amount_minor bigint,
  ADD COLUMN sure varchar(10) NOT NULL DEFAULT '',
  ADD COLUMN arrived_at timestamptz,
  ADD COLUMN claimed_at timestamptz,
  ADD COLUMN released_at timestamptz,
  ADD COLUMN n_questions smallint,
  ADD COLUMN n_returns smallint,
  ADD COLUMN reasons jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN corrected jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN faults jsonb NOT NULL DEFAULT '{}';
"""
TAKE_BACK = """
ALTER TABLE measures_decisionfacts
  DROP COLUMN kind, DROP COLUMN replaces, DROP COLUMN prompt_version, DROP COLUMN policy_id, DROP COLUMN lane,
  DROP COLUMN amount_minor, DROP COLUMN sure, DROP COLUMN arrived_at, DROP COLUMN claimed_at,
  DROP COLUMN released_at, DROP COLUMN n_questions, DROP COLUMN n_returns, DROP COLUMN reasons,
  DROP COLUMN corrected, DROP COLUMN faults;
"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0011_truth_by_segment")]
    operations = [migrations.RunSQL(ADD, TAKE_BACK)]
