from django.db import migrations

from apps.core.migration_operations import append_only, partitioned


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial"), ("core", "0002_initial")]
    operations = [
        partitioned(
            "measures_decisionfacts",
            "decision_id uuid NOT NULL, system_id uuid NOT NULL, case_id uuid NOT NULL, item_id uuid,"
            " by_kind varchar(10) NOT NULL, by_pseudonym varchar(16) NOT NULL, recommended varchar(40) NOT NULL,"
            " decided varchar(40) NOT NULL, is_override boolean NOT NULL, direction varchar(20) NOT NULL,"
            " reason varchar(40) NOT NULL, core_category varchar(30) NOT NULL, confidence numeric(7, 6) NOT NULL,"
            " model_version varchar(80) NOT NULL, segment varchar(60) NOT NULL, stake_minor bigint,"
            " seconds_to_decide integer, was_escalated boolean NOT NULL, is_audit boolean NOT NULL,"
            " sample_share numeric(5, 4), features jsonb NOT NULL, decided_at timestamptz NOT NULL",
            "system_id, decided_at",
            "decision_id",
            "case_id",
        ),
        partitioned(
            "measures_worksignal",
            "item_id uuid NOT NULL, system_id uuid NOT NULL, kind varchar(20) NOT NULL, code varchar(40) NOT NULL,"
            " by_pseudonym varchar(16) NOT NULL, at timestamptz NOT NULL",
            "system_id, at",
        ),
        append_only("measures_outcome"),
    ]
