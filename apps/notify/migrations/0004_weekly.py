from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notify', '0003_digests'),
    ]

    operations = [
        migrations.AlterField(
            model_name='digest',
            name='kind',
            field=models.CharField(choices=[('daily', 'daily'), ('urgent', 'urgent'), ('weekly', 'weekly')], max_length=10),
        ),
    ]
