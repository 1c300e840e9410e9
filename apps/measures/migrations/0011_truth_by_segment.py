from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0010_broken_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='modelversion',
            name='by_segment',
            field=models.JSONField(default=dict),
        ),
    ]
