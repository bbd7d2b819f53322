"""Who is told of what becomes of a consolidated report: each step is another's turn, and nothing of it is said."""

import string
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from libs.contracts.petitions import ReportEvent, ReportReceived, ReportReturned, ReportSent, ReportSigned
from libs.contracts.vocabulary import ReportState, Tier
from services.notifications import texts
from services.notifications.models import InboxItem
from services.notifications.rules_reports import TOLD, kind_of
from tests.notifications.conftest import CITY, OFFICES, WARD
from tests.support.access import person_id, unit_id
from tests.support.service import Subject

NAMES = {person_id(name): name for name, _, _ in OFFICES}
END = datetime(2026, 11, 10, 17, tzinfo=UTC)


def report(event: type[ReportEvent], *, actor: str, path: str = WARD) -> ReportEvent:
    is_city = path == CITY
    return event(
        sequence=1,
        report_id=f"{unit_id(path)}_2026-11",
        unit_id=unit_id(path),
        tier=Tier.CITY if is_city else Tier.WARD,
        above_id=None if is_city else unit_id(CITY),
        month="2026-11",
        version=1,
        state=ReportState(event.type.split(".")[2]),
        from_at=END.replace(month=10),
        to_at=END,
        occurred_at=END,
        actor_id=person_id(actor),
    )


async def lines(notifications: Subject) -> dict[str, InboxItem]:
    async with notifications.database.transaction() as session:
        return {NAMES[line.person_id]: line for line in (await session.scalars(select(InboxItem))).all()}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (report(ReportSigned, actor="ward-leader"), {"ward"}),
        (report(ReportSent, actor="ward"), {"city", "city-leader"}),
        (report(ReportReceived, actor="city"), {"ward", "ward-leader"}),
        (report(ReportReturned, actor="city"), {"ward", "ward-leader"}),
        (report(ReportSigned, actor="city-leader", path=CITY), {"city"}),
        (report(ReportSent, actor="city-leader", path=CITY), set()),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_those_whose_turn_it_is_are_told_once(
    notifications: Subject, event: ReportEvent, expected: set[str]
) -> None:
    event_id = await notifications.tell(event, f"{WARD}.self")
    assert not await notifications.deliver("tell_of_reports", event, f"{WARD}.self", event_id)

    told = await lines(notifications)

    assert told.keys() == expected
    for line in told.values():
        assert (line.kind, line.petition_id, line.report_id) == (kind_of(event), None, event.report_id)
        assert line.params.keys() <= {"month", "version", "unit", "above"}


async def test_a_line_leads_to_the_report_in_the_words_of_the_reader(notifications: Subject) -> None:
    await notifications.tell(report(ReportSent, actor="ward"), f"{WARD}.self")
    async with notifications.as_person(person_id("city")) as client:
        [line] = (await client.get("/inbox")).json()["items"]
    assert line["title"] == "Đơn vị w001 gửi báo cáo tháng 11/2026"
    assert UUID(line["report_id"].split("_")[0]) == unit_id(WARD)
    assert (line["petition_id"], line["petition_code"]) == (None, "")


@pytest.mark.parametrize("event", list(TOLD))
def test_every_line_says_the_same_in_both_languages(event: type[ReportEvent]) -> None:
    fact, audience = kind_of(report(event, actor="ward")).split(".")
    for part in ("title", "text"):
        said = texts.texts()[fact][audience][part]
        fields = [{name for _, name, _, _ in string.Formatter().parse(said[one]) if name} for one in ("vi", "en")]
        assert fields[0] == fields[1]
