"""ANALYZE of verdicts, as of all that an arrival brings (intake 0012)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policy", "0006_segment_sets")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE policy_verdict SET (autovacuum_analyze_scale_factor = 0.4)",
            "ALTER TABLE policy_verdict RESET (autovacuum_analyze_scale_factor)",
        ),
        *(
            migrations.RunSQL(
                f"ALTER TABLE policy_verdict ALTER COLUMN {column} SET STATISTICS 0",
                f"ALTER TABLE policy_verdict ALTER COLUMN {column} SET STATISTICS -1",
            )
            for column in ("added", "because", "unknown", "snapshot_digest")
        ),
    ]
