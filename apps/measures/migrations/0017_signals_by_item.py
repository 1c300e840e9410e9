from django.db import migrations

# A fix of work is judged by the signs on its items. With more signs than memory takes they are looked for item
# by item: without the index a decision costs a pass over all of them.
INDEX = "CREATE INDEX measures_worksignal_item_id_idx ON measures_worksignal (item_id);"
TAKE_BACK = "DROP INDEX measures_worksignal_item_id_idx;"


class Migration(migrations.Migration):
    dependencies = [("measures", "0016_arrived_in_tallies")]
    operations = [migrations.RunSQL(INDEX, TAKE_BACK)]
