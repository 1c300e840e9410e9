from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0011_limits_end_with_a_reason'),
    ]

    operations = [
        migrations.AddField(
            model_name='outcomecode',
            name='principal_reasons',
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
