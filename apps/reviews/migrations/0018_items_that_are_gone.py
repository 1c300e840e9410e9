from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0017_reversal_requests'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='reviewitem',
            index=models.Index(condition=models.Q(('state__in', ['SUPERSEDED', 'WITHDRAWN'])), fields=['inbox', 'closed_at'], name='item_gone'),
        ),
    ]
