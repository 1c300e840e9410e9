from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_delegations_hold'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='has_recorded_decisions',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
