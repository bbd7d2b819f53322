"""`lienthong backup FILE`: the four databases as of one quiet moment, the attached files of that moment, and the
secrets that all this needs, in one private file.

For that moment, a second or two, the gateway answers 503; all else runs beside normal work. Streams of events are not
in it: the outboxes are, and every stream is published again from them after a restore.
"""

import asyncio
import json
import tarfile
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer

from ops.audit.settle import on_its_way, settle
from ops.files import KEYS, fetch
from ops.home import LAYOUT, Home
from ops.installation import Installation, running
from ops.places import Places, of_home
from ops.progress import Progress
from ops.servers.errors import CannotStart
from ops.servers.postgres import MAJOR
from ops.servers.postgres_dumps import dump
from ops.services import SERVICES

KEPT = ("secrets.json", "signing-key.pem", "seal-key.pem", "demo-password", "mode", "layout")


def run(file: Path) -> None:
    """Write the backup, or nothing."""
    home = Home.from_environment()
    installation = running(home)
    if file.exists():
        raise CannotStart(f"Tệp {file} đã có, chọn tên khác.", f"The file {file} exists; choose another name.")
    with tempfile.TemporaryDirectory(dir=home.path) as folder:
        missing = asyncio.run(dump_all(installation, of_home(home), Path(folder)))
        pack(home, Path(folder), file)
    typer.echo(
        f"Đã sao lưu vào {file}. Tệp này chứa mật khẩu, hãy giữ kín. · backed up; it holds secrets, keep it safe."
    )
    if missing:
        typer.echo(
            f"Thiếu {len(missing)} tệp đính kèm không còn trong kho; `lienthong audit` nêu tên. · "
            f"{len(missing)} attached files are missing from the store; `lienthong audit` names them.",
            err=True,
        )


async def dump_all(installation: Installation, places: Places, folder: Path) -> list[str]:
    """One dump per database, all of the same moment, and the files of that moment; gives which files were missing."""
    async with same_moment(installation, places) as snapshots:
        for name, snapshot in snapshots.items():
            await asyncio.to_thread(dump, places.postgres_url, name, snapshot, folder / f"{name}.dump")
        keys = await named_files(places, snapshots["petitions"])
    return await fetch(places, keys, folder / "files")


async def named_files(places: Places, snapshot: str) -> list[str]:
    """The keys of the files that were attached at that moment."""
    async with places.database("petitions") as database, database.transaction(isolation="repeatable_read"):
        await database.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")
        return [row["key"] for row in await database.fetch(KEYS)]


@asynccontextmanager
async def same_moment(installation: Installation, places: Places) -> AsyncIterator[dict[str, str]]:
    """Snapshots of the four databases taken while nothing was on its way between them."""
    gate = Progress(installation.home.state / "starting.json")
    async with AsyncExitStack() as stack:
        gate.note(99, "Đang sao lưu, xin chờ vài giây", "backing up, a few seconds")
        try:
            if await settle(lambda: on_its_way(places), patience=30):
                raise CannotStart(
                    "Còn sự kiện chưa xử lý xong, chưa sao lưu được. Chạy `lienthong audit` để xem.",
                    "Events are still on their way; no backup was made. `lienthong audit` names them.",
                )
            snapshots = {name: await snapshot(stack, places, name) for name in SERVICES}
        finally:
            gate.ready()
        yield snapshots


async def snapshot(stack: AsyncExitStack, places: Places, service: str) -> str:
    """A snapshot that stays valid until the stack is left."""
    database = await stack.enter_async_context(places.database(service))
    await stack.enter_async_context(database.transaction(isolation="repeatable_read", readonly=True))
    name: str = await database.fetchval("SELECT pg_export_snapshot()")
    return name


def pack(home: Home, folder: Path, file: Path) -> None:
    """Everything into one file that only its owner may read."""
    made = {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "layout": LAYOUT, "postgres": MAJOR}
    (folder / "manifest.json").write_text(json.dumps(made))
    for name in KEPT:
        if (home.path / name).exists():
            (folder / name).write_bytes((home.path / name).read_bytes())
    file.touch(mode=0o600)
    with tarfile.open(file, "w:gz") as archive:
        for part in sorted(folder.iterdir()):
            archive.add(part, part.name)
