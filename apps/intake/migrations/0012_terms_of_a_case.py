"""What a case is found by is a column of the case, no row of its own (docs/adr/0046)."""

import django.contrib.postgres.indexes
from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0011_fewer_indexes")]

    operations = [
        migrations.AddField("case", "terms", models.TextField(blank=True, default="")),
        migrations.RunSQL(
            "UPDATE intake_case c SET terms = s.terms FROM intake_casesearch s WHERE s.case_id = c.id",
            "INSERT INTO intake_casesearch (case_id, terms) SELECT id, terms FROM intake_case"
            " WHERE terms <> ''",
        ),
        migrations.DeleteModel("CaseSearch"),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex("case", models.Index(OpClass("terms", name="text_pattern_ops"), name="case_terms")),
        migrations.AddIndex(
            "case",
            django.contrib.postgres.indexes.GinIndex(
                OpClass("terms", name="gin_trgm_ops"), name="case_trigrams"
            ),
        ),
    ]
