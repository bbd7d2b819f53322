"""`lienthong erase-file KN-…/4`: a file that must not be kept goes, whatever the state of its petition. Without a
number it lists the files of the petition."""

import asyncio

import typer

from libs.common.db import Database
from libs.common.refusals import NotFound
from ops.places import Places, here
from ops.servers.errors import CannotStart
from services.petitions.workflow_attachments import erase

LISTED = """
SELECT a.seq, a.kind, a.size, n.text AS name FROM attachments a JOIN petitions p ON p.id = a.petition_id
LEFT JOIN history_notes n ON n.petition_id = a.petition_id AND n.seq = a.seq WHERE p.code = $1 ORDER BY a.seq
"""


def run(place: str) -> None:
    """Erase one, or say which there are."""
    code, _, seq = place.partition("/")
    if not seq:
        for line in asyncio.run(listed(here(), code)):
            typer.echo(line)
        return
    try:
        asyncio.run(erased(here(), code, int(seq)))
    except (NotFound, ValueError) as error:
        raise CannotStart(f"Không có tệp {place}.", f"There is no file {place}.") from error
    typer.echo(
        f"✓ {place}: tên đã xóa; nội dung bị xóa khỏi kho trong ít phút. · the name is gone, the content soon is."
    )


async def listed(places: Places, code: str) -> list[str]:
    """The files of a petition, each by the place that erases it."""
    async with places.database("petitions") as database:
        rows = await database.fetch(LISTED, code)
    return [f"{code}/{row['seq']}  {row['kind']}  {row['size']} B  {row['name'] or '–'}" for row in rows]


async def erased(places: Places, code: str, seq: int) -> None:
    """Raises NotFound."""
    database = Database(places.database_url("petitions").replace("postgresql://", "postgresql+asyncpg://"))
    try:
        async with database.transaction() as session:
            await erase(session, code=code, seq=seq)
    finally:
        await database.dispose()
