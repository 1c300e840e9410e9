from django.db import migrations

from apps.core.migration_operations import append_only, partitioned


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("core", "0002_initial")]
    operations = [
        partitioned(
            "audit_entry",
            "organisation_id uuid NOT NULL, verb varchar(60) NOT NULL, actor_kind varchar(10) NOT NULL,"
            " actor_id uuid, object_type varchar(40) NOT NULL, object_id uuid NOT NULL, case_id uuid,"
            " said_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),"
            " xid xid8 NOT NULL DEFAULT pg_current_xact_id(), body bytea NOT NULL, leaf bytea NOT NULL",
            "case_id, said_at",
            "object_id",
            "xid, id",
        ),
        append_only("audit_position"),
    ]
