"""What members tells again is what stands, with the sequences it has."""

from libs.contracts.members import AppointmentRestated, MemberRestated, SigningKeyPublished, UnitRestated
from services.members.restating import restate
from tests.members.builders import MEMBERS, OFFICES, UNITS, unit_id
from tests.members.conftest import Office


async def test_everything_that_others_copy_is_told_again(city: Office) -> None:
    before = len(await city.subject.staged())

    async with city.database.transaction() as session:
        count = await restate(session)

    told = (await city.subject.staged())[before:]
    kinds = [type(event) for event, _ in told]
    assert count == len(told) == 1 + (1 + len(UNITS)) + len(OFFICES) + sum(map(len, MEMBERS.values()))
    assert set(kinds) == {SigningKeyPublished, UnitRestated, AppointmentRestated, MemberRestated}
    assert {event.sequence for event, _ in told} == {1}


async def test_a_changed_unit_is_told_with_its_sequence(city: Office) -> None:
    body = {"name": "Phường Mới", "on": "2025-09-01"}
    await city.does("city", "POST", f"/units/{unit_id('th.w001')}/rename", json=body)

    async with city.database.transaction() as session:
        await restate(session)

    units = [event for event, _ in await city.subject.staged(UnitRestated) if isinstance(event, UnitRestated)]
    assert {event.path: (event.sequence, event.name) for event in units}["th.w001"] == (2, "Phường Mới")
