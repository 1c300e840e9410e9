import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One model of a question: to the business system for a fact, to a person, or to a team."""

    dependencies = [
        ("accounts", "0003_working_time"),
        ("reviews", "0015_assigned"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="factquestion", name="one_open_question_per_fact"),
        migrations.RenameModel(old_name="FactQuestion", new_name="Question"),
        migrations.AddField(
            model_name="inbox",
            name="asking_stops_clock",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="question", name="fact", field=models.CharField(blank=True, max_length=60)
        ),
        migrations.AlterField(
            model_name="question", name="kind", field=models.CharField(blank=True, max_length=20)
        ),
        migrations.AlterField(
            model_name="question",
            name="result",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ANSWERED", "ANSWERED"),
                    ("UNANSWERED", "UNANSWERED"),
                    ("WITHDRAWN", "WITHDRAWN"),
                    ("SUPERSEDED", "SUPERSEDED"),
                    ("UNREACHABLE", "UNREACHABLE"),
                ],
                max_length=12,
            ),
        ),
        *(
            migrations.AddField(
                model_name="question",
                name=name,
                field=models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=to,
                ),
            )
            for name, to in (
                ("to", "accounts.actor"),
                ("to_inbox", "reviews.inbox"),
                ("moved_from", "accounts.actor"),
            )
        ),
        migrations.AddField(
            model_name="question", name="sealed_text", field=models.BinaryField(null=True)
        ),
        migrations.AddField(
            model_name="question", name="shown", field=models.JSONField(db_default=[], default=list)
        ),
        migrations.AddField(
            model_name="question",
            name="tells_advice",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="question",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="question", name="sealed_answer", field=models.BinaryField(null=True)
        ),
        migrations.AddField(
            model_name="question",
            name="answer_tells",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None), ("to", None), ("to_inbox", None)),
                fields=("item", "fact"),
                name="one_open_question_per_fact",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("to", None), ("to_inbox", None), models.Q(("fact", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("to", None), ("to_inbox", None), _negated=True),
                        ("sealed_text__isnull", False),
                        models.Q(("to", None), ("to_inbox", None), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="question_asks_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("to__isnull", False)), fields=["to", "due_at"], name="question_to"
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("to_inbox__isnull", False)),
                fields=["to_inbox", "due_at"],
                name="question_team",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["asked_by", "due_at"], name="question_by"),
        ),
    ]
