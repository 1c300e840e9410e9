"""A case is found in the middle of its reference too: by its trigrams (docs/adr/0046)."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0009_snapshots_as_they_are'),
    ]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name='casesearch',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('terms', name='gin_trgm_ops'), name='case_search_trigrams'),
        ),
    ]
