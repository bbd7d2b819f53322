"""`lienthong dead-letters`: events that a listener refused, with the reason; to read, and to deliver again."""

import asyncio
from typing import Any

import typer

from ops.places import Places, here
from ops.servers.errors import CannotStart
from ops.services import SERVICES

app = typer.Typer(no_args_is_help=True, help="Sự kiện bị gác lại: xem và xử lý lại. Dead letters: read, replay.")

OPEN = "SELECT id, listener, subject, reason, at FROM dead_letters WHERE resolved_at IS NULL ORDER BY id"
ONE = "SELECT * FROM dead_letters WHERE id = $1"
ASK = """
UPDATE dead_letters SET replay_requested_at = clock_timestamp()
WHERE resolved_at IS NULL AND ($1::bigint IS NULL OR id = $1) RETURNING id
"""
STILL = "SELECT id, reason FROM dead_letters WHERE id = ANY($1) AND resolved_at IS NULL"
WAITING = "SELECT count(*) FROM dead_letters WHERE id = ANY($1) AND replay_requested_at IS NOT NULL"
REPLAYED_WITHIN = 30


@app.command("list")
def show_all() -> None:
    """Liệt kê những sự kiện chưa giải quyết. List the open ones."""
    asyncio.run(_list(here()))


@app.command()
def show(letter: str) -> None:
    """Xem một sự kiện, ví dụ petitions/12. Show one of them whole."""
    asyncio.run(_show(here(), *_parse(letter)))


@app.command()
def replay(letter: str = typer.Argument("all")) -> None:
    """Giao lại một sự kiện (petitions/12), hoặc tất cả. Deliver one again, or all."""
    chosen = dict.fromkeys(SERVICES) if letter == "all" else dict([_parse(letter)])
    if not asyncio.run(_replay(here(), chosen)):
        raise typer.Exit(1)


def _parse(letter: str) -> tuple[str, int]:
    service, _, number = letter.partition("/")
    if service not in SERVICES or not number.isdigit():
        raise CannotStart(
            f"`{letter}` không đúng dạng, ví dụ petitions/12 (xem `lienthong dead-letters list`).",
            f"`{letter}` is not of the form petitions/12 (see `lienthong dead-letters list`).",
        )
    return service, int(number)


async def _list(places: Places) -> None:
    count = 0
    for service in SERVICES:
        async with places.database(service) as database:
            for row in await database.fetch(OPEN):
                count += 1
                typer.echo(f"{service}/{row['id']}  {row['at']:%Y-%m-%d %H:%M}  {row['listener']}  {row['reason']}")
    if not count:
        typer.echo("Không có sự kiện nào bị gác lại. · no dead letters.")


async def _show(places: Places, service: str, number: int) -> None:
    async with places.database(service) as database:
        row = await database.fetchrow(ONE, number)
    if row is None:
        raise CannotStart(f"Không có {service}/{number}.", f"There is no {service}/{number}.")
    for name, value in row.items():
        typer.echo(f"{name:20} {value}")


async def _replay(places: Places, chosen: dict[str, Any]) -> bool:
    clean = True
    for service, number in chosen.items():
        async with places.database(service) as database:
            asked = [row["id"] for row in await database.fetch(ASK, number)]
            for _ in range(REPLAYED_WITHIN * 5 if asked else 0):
                if not await database.fetchval(WAITING, asked):
                    break
                await asyncio.sleep(0.2)
            for row in await database.fetch(STILL, asked):
                clean = False
                typer.echo(f"✗ {service}/{row['id']}: {row['reason']}", err=True)
            typer.echo(f"{service}: {len(asked)} sự kiện được giao lại · {len(asked)} delivered again")
    return clean
