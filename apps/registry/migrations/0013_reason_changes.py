import apps.core.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from apps.core.migration_operations import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_recorded_decisions'),
        ('registry', '0012_principal_reasons'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReasonChange',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.new, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('MERGED', 'MERGED'), ('RETIRED', 'RETIRED'), ('SPLIT', 'SPLIT')], max_length=10)),
                ('code', models.SlugField(max_length=40)),
                ('into', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=40), size=None)),
                ('why', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.actor')),
                ('reason_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='registry.reasonset')),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reason_changes', to='registry.aisystem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('system', 'code'), name='reason_changed_once')],
            },
        ),
        append_only('registry_reasonchange'),
    ]
