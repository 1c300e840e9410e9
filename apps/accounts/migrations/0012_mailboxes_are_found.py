from django.db import migrations

# Whether somebody has another account is read with everybody's rights, so it is found by an index.
FOUND = """
CREATE INDEX user_mailbox ON accounts_user (organisation_id, reviewhub_mailbox(email));
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_recorded_decisions")]
    operations = [migrations.RunSQL(FOUND, "DROP INDEX user_mailbox;")]
