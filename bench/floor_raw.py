"""Floor 1: raw SQL over psycopg and Starlette; the same durable writes with nothing else, no authentication.

Use: BENCH_DATABASE_URL=... uvicorn bench.floor_raw:app
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TABLES = """
create table if not exists item(
    id bigserial primary key, external_id text unique, payload jsonb not null, conf float8, rec text,
    status smallint not null default 0, claimed_by int, claimed_at timestamptz,
    created timestamptz default now());
create index if not exists q on item(conf, id) where status = 0;
create table if not exists decision(
    id bigserial primary key, item_id bigint unique references item, usr int, decision text, reason text,
    note text, at timestamptz default now());
create table if not exists audit(
    id bigserial primary key, item_id bigint, usr int, verb text, body jsonb, at timestamptz default now());
"""
QUEUE = "select id, payload::text, conf, created from item where status = 0 order by conf, id limit 50"
NEXT = """
update item set status = 1, claimed_by = %s, claimed_at = now() where id = (
    select id from item where status = 0 order by conf, id for update skip locked limit 1)
returning id, payload::text
"""


async def items(request: Request) -> Response:
    """Take a list of items by COPY."""
    rows = orjson.loads(await request.body())
    pool = request.app.state.pool
    async with pool.connection() as connection, connection.cursor() as cursor:
        async with cursor.copy("copy item(external_id, payload, conf, rec) from stdin") as copy:
            for one in rows:
                text = orjson.dumps(one).decode()
                await copy.write_row(
                    (one["external_id"], text, one["ai_confidence"], one["ai_recommendation"])
                )
        said = orjson.dumps({"n": len(rows)})
        await cursor.execute("insert into audit(usr, verb, body) values (0, 'ingest', %s)", (said.decode(),))
    return Response(said, 201, media_type="application/json")


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, media_type="application/json")


async def queue(request: Request) -> Response:
    """Give the first 50 that wait."""
    async with request.app.state.pool.connection() as connection:
        rows = await (await connection.execute(QUEUE)).fetchall()
    line = b'{"id":%d,"conf":%f,"created":"%s","payload":%s}'
    written = [line % (one, conf, str(at).encode(), payload.encode()) for one, payload, conf, at in rows]
    return _json(b"[" + b",".join(written) + b"]")


async def following(request: Request) -> Response:
    """Take the first one that waits."""
    user = int(request.query_params["user"])
    async with request.app.state.pool.connection() as connection:
        row = await (await connection.execute(NEXT, (user,))).fetchone()
    return _json(b'{"id":%d,"payload":%s}' % (row[0], row[1].encode()) if row else b"null")


async def decide(request: Request) -> Response:
    """Decide what one holds."""
    user, item, said = (
        int(request.query_params["user"]),
        int(request.path_params["id"]),
        orjson.loads(await request.body()),
    )
    async with request.app.state.pool.connection() as connection, connection.pipeline():
        done = await connection.execute(
            "update item set status = 2 where id = %s and status = 1 and claimed_by = %s", (item, user)
        )
        await connection.execute(
            "insert into decision(item_id, usr, decision, reason, note) values (%s, %s, %s, %s, %s)",
            (item, user, said["decision"], said["reason"], said["note"]),
        )
        await connection.execute(
            "insert into audit(item_id, usr, verb, body) values (%s, %s, 'decide', %s)",
            (item, user, orjson.dumps(said).decode()),
        )
    return _json(b'{"ok":true}' if done.rowcount == 1 else b'{"ok":false}', 201)


@asynccontextmanager
async def life(app: Starlette) -> AsyncIterator[None]:
    """Keep the connections while the server runs."""
    async with AsyncConnectionPool(os.environ["BENCH_DATABASE_URL"], min_size=4, max_size=8) as pool:
        async with pool.connection() as connection:
            await connection.execute(TABLES)
        app.state.pool = pool
        yield


app = Starlette(
    routes=[
        Route("/items", items, methods=["POST"]),
        Route("/queue", queue),
        Route("/next", following, methods=["POST"]),
        Route("/items/{id:int}/decision", decide, methods=["POST"]),
    ],
    lifespan=life,
)
