from django.db import migrations

# Notes narrowed to a kind of case, a model version or a direction are found by the facts of their decisions,
# walked by time: every narrowing is in the index, so none reads more than the overrides of the time asked for.
INDEX = (
    "CREATE INDEX measures_decisionfacts_override_idx"
    " ON measures_decisionfacts (system_id, decided_at DESC, decision_id)"
    " INCLUDE (segment, model_version, direction, core_category) WHERE is_override;"
)
TAKE_BACK = "DROP INDEX measures_decisionfacts_override_idx;"


class Migration(migrations.Migration):
    dependencies = [("measures", "0018_tallies_by_model_version")]
    operations = [migrations.RunSQL(INDEX, TAKE_BACK)]
