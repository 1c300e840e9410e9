import apps.core.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from apps.core.migration_operations import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_recorded_decisions'),
        ('learning', '0004_finding_to_effect'),
        ('registry', '0013_reason_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoteGrouping',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.new, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('n_notes', models.PositiveIntegerField()),
                ('n_loose', models.PositiveIntegerField()),
                ('failure', models.CharField(blank=True, max_length=200)),
                ('computed_at', models.DateTimeField()),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='note_groupings', to='registry.aisystem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('system', 'on'), name='notes_grouped_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='NoteGroup',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.new, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('n', models.PositiveIntegerField()),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('suggested', models.CharField(max_length=80)),
                ('decisions', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('grouping', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='learning.notegrouping')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('grouping', 'place'), name='note_group_place_once')],
            },
        ),
        migrations.CreateModel(
            name='NoteLabel',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.new, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='label', to='learning.notegroup')),
            ],
            options={
                'abstract': False,
            },
        ),
        append_only('learning_notegroup'),
        append_only('learning_notelabel'),
    ]
