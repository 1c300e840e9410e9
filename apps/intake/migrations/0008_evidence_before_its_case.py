import django.db.models.deletion
from django.db import migrations, models

from apps.core.migration_operations import APP_ROLE

OF_CASES = (
    "UPDATE intake_evidence e SET subject_id = c.subject_id FROM intake_case c WHERE c.id = e.case_id"
)


class Migration(migrations.Migration):

    dependencies = [
        ("intake", "0007_line_ups"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="subject",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="intake.subject"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="awaits_ref",
            field=models.CharField(blank=True, max_length=80, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="evidence", name="waits_until", field=models.DateTimeField(null=True)
        ),
        migrations.RunSQL(["SET CONSTRAINTS ALL IMMEDIATE", OF_CASES], migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="evidence",
            name="subject",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="intake.subject"
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="intake.case"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case", None)),
                fields=("subject", "awaits_ref", "external_ref"),
                name="evidence_ref_once_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("case__isnull", False), models.Q(("awaits_ref", ""), _negated=True), _connector="OR"),
                name="evidence_of_a_case",
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("waits_until__isnull", False)), fields=["waits_until"], name="evidence_waits_until"
            ),
        ),
        migrations.AddIndex(
            model_name="evidence", index=models.Index(fields=["subject", "mark"], name="evidence_same")
        ),
        migrations.RunSQL(
            f"GRANT DELETE ON intake_evidencepage TO {APP_ROLE}",
            f"REVOKE DELETE ON intake_evidencepage FROM {APP_ROLE}",
        ),
    ]
