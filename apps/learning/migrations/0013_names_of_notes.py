import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0012_weeks_of_patterns'),
    ]

    operations = [
        migrations.RemoveField(model_name='notegroup', name='suggested'),
        migrations.AddField(
            model_name='notegroup',
            name='same_as',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='learning.notegroup'),
        ),
        migrations.AlterField(
            model_name='notelabel',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='labels', to='learning.notegroup'),
        ),
        migrations.AlterField(
            model_name='notelabel',
            name='text',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='notelabel',
            name='number',
            field=models.PositiveSmallIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='notelabel',
            constraint=models.UniqueConstraint(fields=('group', 'number'), name='note_label_number_once'),
        ),
    ]
