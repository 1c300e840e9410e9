from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0018_items_that_are_gone'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='is_noted',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('ended_why', 'expired'), ('is_noted', False)), fields=['ended_at'], name='claim_ran_out'),
        ),
    ]
