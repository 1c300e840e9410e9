"""Before any table: what the app's role may do by default, and how month partitions are made."""

from django.db import migrations

from apps.core.migration_operations import APP_ROLE

PARTITIONS = """
CREATE TABLE core_partitioned (name text PRIMARY KEY);
REVOKE ALL ON core_partitioned FROM %(role)s;

CREATE FUNCTION reviewhub_uuid_floor(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

CREATE FUNCTION reviewhub_ensure_partitions(months_ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  parent text; month timestamptz; child text; made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(5527125);
  FOR parent IN SELECT name FROM core_partitioned ORDER BY name LOOP
    FOR step IN 0..least(greatest(months_ahead, 0), 24) LOOP
      month := date_trunc('month', now(), 'UTC') + make_interval(months => step);
      child := parent || '_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
      IF to_regclass(child) IS NULL THEN
        EXECUTE format('CREATE TABLE %%I PARTITION OF %%I FOR VALUES FROM (%%L) TO (%%L)', child, parent,
          reviewhub_uuid_floor(month), reviewhub_uuid_floor(month + interval '1 month'));
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %%I FROM %(role)s', child);
        made := made + 1;
      END IF;
    END LOOP;
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %%I FROM %(role)s', parent || '_rest');
  END LOOP;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION reviewhub_ensure_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reviewhub_ensure_partitions(integer) TO %(role)s;
""" % {"role": APP_ROLE}  # noqa: UP031


class Migration(migrations.Migration):
    initial = True
    run_before = [
        ("contenttypes", "0001_initial"),
        ("sessions", "0001_initial"),
    ]
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(
            f"GRANT USAGE ON SCHEMA public TO {APP_ROLE};"
            f"GRANT SELECT ON django_migrations TO {APP_ROLE};"
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public"
            f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE};"
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE}",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            PARTITIONS,
            "DROP FUNCTION reviewhub_ensure_partitions; DROP FUNCTION reviewhub_uuid_floor; DROP TABLE core_partitioned",
        ),
        migrations.RunSQL(
            'CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL,'
            ' expires timestamptz NOT NULL); CREATE INDEX core_cache_expires ON core_cache (expires)',
            "DROP TABLE core_cache",
        ),
    ]
