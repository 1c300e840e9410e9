import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models

from apps.core.migration_operations import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_mailboxes_are_found'),
        ('learning', '0005_note_groups'),
        ('registry', '0013_reason_changes'),
        ('reviews', '0042_recourse_terms'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoteDay',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.new, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('n_notes', models.PositiveIntegerField()),
                ('read_at', models.DateTimeField()),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='note_days', to='registry.aisystem')),
            ],
        ),
        migrations.CreateModel(
            name='NoteLook',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.new, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('NOTE', 'NOTE'), ('BROKEN', 'BROKEN')], max_length=10)),
                ('about_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor')),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='note_looks', to='registry.aisystem')),
            ],
        ),
        migrations.CreateModel(
            name='SharpNote',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.new, editable=False, primary_key=True, serialize=False)),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharp', to='learning.noteday')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sharp_note', to='reviews.decision')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='noteday',
            constraint=models.UniqueConstraint(fields=('system', 'on'), name='note_day_once'),
        ),
        migrations.AddConstraint(
            model_name='notelook',
            constraint=models.UniqueConstraint(fields=('kind', 'about_id'), name='note_looked_at_once'),
        ),
        append_only('learning_sharpnote', 'learning_notelook'),
    ]
