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
    status smallint not null default 0, created timestamptz default now());
create index if not exists q on item(conf, id) where status = 0;
create table if not exists audit(
    id bigserial primary key, usr int, verb text, body jsonb, at timestamptz default now());
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


@asynccontextmanager
async def life(app: Starlette) -> AsyncIterator[None]:
    """Keep the connections while the server runs."""
    async with AsyncConnectionPool(os.environ["BENCH_DATABASE_URL"], min_size=4, max_size=8) as pool:
        async with pool.connection() as connection:
            await connection.execute(TABLES)
        app.state.pool = pool
        yield


app = Starlette(routes=[Route("/items", items, methods=["POST"])], lifespan=life)
