from django.db import migrations, models

UNDONE = ["QUEUED", "RUNNING", "STOPPED", "FAILED"]


def begin_anew(apps, _editor):
    """Let replays that are not through begin anew: they stand at a place in an order that is no more."""
    replays = apps.get_model("measures", "Replay").objects.filter(state__in=UNDONE)
    apps.get_model("measures", "ReplayCase").objects.filter(replay__in=replays).delete()
    replays.update(tally={}, n_done=0, took_ms=0, place_id=None)


class Migration(migrations.Migration):
    dependencies = [("measures", "0008_broken_suggestions")]

    operations = [
        migrations.RemoveField(model_name="replay", name="place_at"),
        migrations.AddField(
            model_name="replay", name="seed", field=models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            model_name="replay", name="n_lost", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
    ]
