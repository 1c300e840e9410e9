import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models

from apps.core.migration_operations import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0007_targets_and_files'),
        ('registry', '0013_reason_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='WeekReport',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.new, editable=False, primary_key=True, serialize=False)),
                ('week_on', models.DateField()),
                ('body', models.JSONField()),
                ('written_at', models.DateTimeField()),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='week_reports', to='registry.aisystem')),
            ],
            options={
                'indexes': [models.Index(fields=['written_at'], name='week_report_written')],
                'constraints': [models.UniqueConstraint(fields=('system', 'week_on'), name='week_report_once')],
            },
        ),
        append_only('learning_weekreport'),
    ]
