"""`lienthong restore FILE`: a backup into a new folder, ready for `lienthong up`.

Streams of events are not in it: each service finds its streams new and empty, and fills them again from its outbox;
listeners know by their inboxes what they have already done. Attached files are put back into their store.
"""

import asyncio
import json
import shutil
import tarfile
import tempfile
from pathlib import Path
from uuid import UUID

import typer

from ops.commands.backup import KEPT
from ops.files import put_back
from ops.home import LAYOUT, Home
from ops.installation import Installation, fresh
from ops.servers.errors import CannotStart
from ops.servers.postgres import MAJOR
from ops.servers.postgres_dumps import load
from ops.servers.postgres_roles import provision
from ops.servers.process import start, stop
from ops.services import SERVICES


def run(file: Path) -> None:
    """Restore into LIENTHONG_HOME, which must not hold data yet."""
    home = Home.from_environment()
    if (home.path / "postgres").exists():
        raise CannotStart(
            f"Thư mục {home.path} đã có dữ liệu. Đặt LIENTHONG_HOME trỏ tới một thư mục mới.",
            f"The folder {home.path} already holds data. Set LIENTHONG_HOME to a new folder.",
        )
    if not file.exists():
        raise CannotStart(f"Không có tệp {file}.", f"There is no file {file}.")
    home.open()
    with home.lock(), tempfile.TemporaryDirectory(dir=home.path) as folder:
        unpack(file, Path(folder), home)
        try:
            asyncio.run(fill(fresh(home), Path(folder)))
        except BaseException:
            for half in ("postgres", "nats"):
                shutil.rmtree(home.path / half, ignore_errors=True)
            raise
    typer.echo(f"Đã phục hồi vào {home.path}. Khởi động: `make run`. · restored; start it with `make run`.")


def unpack(file: Path, folder: Path, home: Home) -> None:
    """The parts of the backup, its secrets into the home."""
    with tarfile.open(file) as archive:
        for name in {"manifest.json", *KEPT, *(f"{service}.dump" for service in SERVICES)} & set(archive.getnames()):
            if part := archive.extractfile(name):
                (folder / name).write_bytes(part.read())
        unpack_files(archive, folder / "files")
    made = json.loads((folder / "manifest.json").read_text())
    if (made["layout"], int(made["postgres"])) > (LAYOUT, int(MAJOR)):
        raise CannotStart(
            "Bản sao lưu do phiên bản mới hơn tạo. Cập nhật chương trình rồi phục hồi.",
            "The backup was made by a newer release. Update, then restore.",
        )
    for name in KEPT:
        if name != "layout" and (folder / name).exists():
            target = home.path / name
            target.touch(mode=0o600)
            target.write_bytes((folder / name).read_bytes())
    if (folder / "demo-password").exists():
        home.demo_filled.touch()


def unpack_files(archive: tarfile.TarFile, folder: Path) -> None:
    """The attached files, each under its key."""
    folder.mkdir()
    for member in archive.getmembers():
        if member.isfile() and member.name.startswith("files/") and (part := archive.extractfile(member)):
            with (folder / str(UUID(member.name.removeprefix("files/")))).open("wb") as file:
                shutil.copyfileobj(part, file)


async def fill(installation: Installation, folder: Path) -> None:
    """A PostgreSQL of its own for as long as the dumps are read in, and a NATS for the files, if there are any."""
    server = installation.postgres
    server.prepare()
    process = start(server.command())
    try:
        await server.wait_ready(process)
        await provision(server, installation.surroundings.role_passwords)
        for service in SERVICES:
            await asyncio.to_thread(load, server.url, service, folder / f"{service}.dump")
    finally:
        stop(process, server.command())
    if any((folder / "files").iterdir()):
        await put_back(installation, folder / "files")
