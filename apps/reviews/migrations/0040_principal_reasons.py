import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models

from apps.core.migration_operations import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0012_principal_reasons'),
        ('reviews', '0039_what_is_said_of_relations'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrincipalReason',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.new, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('code', models.SlugField(max_length=40)),
                ('text', models.CharField(max_length=160)),
                ('sealed_words', models.BinaryField(null=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='principal_reasons', to='reviews.decision')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('decision', 'place'), name='principal_place_once')],
            },
        ),
        append_only('reviews_principalreason'),
    ]
