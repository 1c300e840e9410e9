from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import world as worlds
def test_print(visit, held, world):
    worlds.arrive_all(world, [worlds.recommendation() for _ in range(5)])
    worlds.decided(world, world.sam.__class__.objects.get(pk=world.olga.pk))
    client = visit("olga")
    for path in (f"/cases/{held.id}/review/", "/inboxes/triage-officers/", "/decisions/"):
        with CaptureQueriesContext(connection, ) as c:
            client.get(path)
        print("=====", path, len(c))
        for q in c.captured_queries: print("-", q["sql"][:60], "...", q["sql"][q["sql"].find(" FROM "):][:230])
