"""Where a virus scanner is set up, no file comes in unscanned. The scanner here only speaks clamd's protocol; clamd
itself is asked too where LIENTHONG_CLAMD says that there is one."""

import io
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from ops.home import Home
from ops.installation import fresh
from ops.servers.process import free_port
from services.petitions.clamd import CHUNK, require_clean
from services.petitions.config import Settings
from services.petitions.errors_attachments import FileInfected, ScannerAway
from tests.petitions.cabinet import Cabinet, cabinet_of
from tests.petitions.conftest import Desk
from tests.petitions.files import PDF, PLACE, jpeg
from tests.support.clamd import EVIL, Scanner, scanner
from tests.support.servers import RunningNats

INFECTED = PDF.replace(b"trailer", EVIL + b"\ntrailer")


@pytest.fixture
async def cabinet(desk: Desk, nats_server: RunningNats) -> AsyncIterator[Cabinet]:
    async with cabinet_of(desk, nats_server) as opened:
        yield opened


@pytest.fixture
async def scanning() -> AsyncIterator[Scanner]:
    async with scanner() as one:
        yield one


def scanned_at(cabinet: Cabinet, address: str) -> None:
    """The service as it would have been started with LIENTHONG_CLAMD."""
    subject = cabinet.desk.subject
    settings = subject.service.settings.model_copy(update={"clamd": address})
    subject.app.state.service = replace(subject.service, settings=settings)


async def test_what_is_scanned_is_what_is_kept(cabinet: Cabinet, scanning: Scanner) -> None:
    scanned_at(cabinet, scanning.address)
    petition_id = await cabinet.desk.received()
    photo = jpeg(pixels=bytes(range(1, 251)) * 1_000)
    file = await cabinet.attached("ward", petition_id, content=photo)

    [scanned] = scanning.scanned
    assert scanned == (await cabinet.open("ward", petition_id, file["id"])).content
    assert len(scanned) > 2 * CHUNK
    assert PLACE not in scanned


async def test_what_the_scanner_knows_does_not_come_in(cabinet: Cabinet, scanning: Scanner) -> None:
    scanned_at(cabinet, scanning.address)
    petition_id = await cabinet.desk.received()
    answer = await cabinet.attach("ward", petition_id, INFECTED)

    assert (answer.status_code, answer.json()["slug"]) == (422, "file-infected")
    assert "Đề nghị" in answer.json()["detail"]
    assert (await cabinet.files("ward", petition_id))["items"] == []
    assert (await cabinet.attach("ward", petition_id, PDF)).status_code == 200


async def test_without_its_scanner_it_takes_none_and_goes_on_otherwise(cabinet: Cabinet) -> None:
    scanned_at(cabinet, f"127.0.0.1:{free_port()}")
    petition_id = await cabinet.desk.received()
    answer = await cabinet.attach("ward", petition_id)

    assert (answer.status_code, answer.json()["slug"]) == (503, "scanner-away")
    assert answer.headers["retry-after"] == "60"
    assert (await cabinet.files("ward", petition_id))["items"] == []
    await cabinet.desk.does("ward-leader", petition_id, "answer", outcome="resolved", text="Đã xong")


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: something else"])
async def test_an_answer_that_is_neither_yes_nor_no_is_no(scanning: Scanner, says: bytes) -> None:
    scanning.says = says
    with pytest.raises(ScannerAway):
        await require_clean(scanning.address, io.BytesIO(PDF))


@pytest.mark.parametrize("named", sorted({"", os.environ.get("LIENTHONG_CLAMD", "")}))
async def test_what_is_infected_is_told_from_what_is_not(named: str, scanning: Scanner) -> None:
    address = named or scanning.address
    await require_clean(address, io.BytesIO(PDF))
    with pytest.raises(FileInfected):
        await require_clean(address, io.BytesIO(EVIL))


async def test_it_is_reached_by_a_socket_too(tmp_path: Path) -> None:
    async with scanner(str(tmp_path / "clamd.sock")) as one:
        await require_clean(one.address, io.BytesIO(PDF))
        with pytest.raises(FileInfected):
            await require_clean(one.address, io.BytesIO(INFECTED))


@pytest.mark.parametrize("address", ["", "nowhere", "127.0.0.1:", "/nowhere/clamd.sock"])
async def test_an_address_that_leads_nowhere_is_a_scanner_that_is_away(address: str) -> None:
    with pytest.raises(ScannerAway):
        await require_clean(address, io.BytesIO(PDF))


def test_it_is_set_up_by_one_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_CLAMD", "clamd:3310")
    home = Home(tmp_path / "home")
    home.open()
    for name, value in fresh(home).surroundings.environment("petitions", 1).items():
        monkeypatch.setenv(name, value)

    assert Settings().clamd == "clamd:3310"
