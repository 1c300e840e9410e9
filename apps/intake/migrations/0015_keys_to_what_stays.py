"""What arrivals point to is never deleted, so that no row of them is asked for it (ADR 0074)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0014_snapshots_are_not_asked_for_their_recommendation"), ("registry", "0014_what_stays")]

    operations = [
        migrations.AlterField(
            model_name="subject",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="subjects",
                to="registry.sourcesystem",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="registry.sourcesystem",
            ),
        ),
        migrations.AlterField(
            model_name="contextsnapshot",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.contextcontract",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="system",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendations",
                to="registry.aisystem",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="outcome_code",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.outcomecode",
            ),
        ),
    ]
