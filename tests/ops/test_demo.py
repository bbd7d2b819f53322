"""The demo city: everybody of the list can sign in with their role, every desk has something to do, nothing is lost."""

import json
from pathlib import Path
from typing import Any

import nats
import pytest

from ops.demo.accounts import ACCOUNTS
from tests.members.builders import member_line, workbook
from tests.members.files import PEOPLE, UNITS
from tests.support.system import RunningSystem

ROLES = {
    "secretary": {"BSE", "MEM"},
    "clerk": {"CLK", "MEM"},
    "member": {"MEM"},
    "liaison": {"WLI"},
    "ward": {"WOF"},
    "ward-leader": {"WLE"},
    "assignee": {"WAS"},
    "city": {"COF"},
    "city-leader": {"CLE"},
    "admin": {"ADM"},
    "integrator": set(),
    "ward2": {"WOF"},
    "secretary2": {"BSE", "MEM"},
}


def me(system: RunningSystem, login: str) -> dict[str, Any]:
    with system.client(login) as client:
        told: dict[str, Any] = client.get("/api/members/v1/me").raise_for_status().json()
    return told


def petitions(system: RunningSystem, login: str, **query: str) -> list[dict[str, Any]]:
    with system.client(login) as client:
        items: list[dict[str, Any]] = client.get("/api/petitions/v1/petitions", params=query).json()["items"]
    return items


@pytest.mark.parametrize("login", ACCOUNTS)
def test_each_demo_account_has_its_roles(running_system: RunningSystem, login: str) -> None:
    assert {appointment["role"] for appointment in me(running_system, login)["appointments"]} == ROLES[login]


def test_the_accounts_are_printed_with_their_password(running_system: RunningSystem) -> None:
    printed = running_system.lienthong("demo").stdout

    assert all(login in printed for login in ACCOUNTS)
    assert running_system.password in printed


def test_the_whole_city_is_there_without_the_refused_rows(running_system: RunningSystem) -> None:
    with running_system.client("city") as client:
        wards = client.get("/api/members/v1/units", params={"tier": "ward", "limit": "200"}).json()["items"]
        counts = [client.get(f"/api/members/v1/units/{ward['id']}").json() for ward in wards]

    assert len(wards) == 34
    assert sum(ward["children"] for ward in counts) == 311
    assert sum(ward["members"] for ward in counts) == 12_427


@pytest.mark.parametrize(("login", "count"), [("secretary", 2), ("ward", 4), ("city", 2), ("ward2", 0)])
def test_each_desk_holds_its_share_of_the_eight_petitions(
    running_system: RunningSystem, login: str, count: int
) -> None:
    assert len(petitions(running_system, login, holder="me")) == count


def test_the_assignee_has_one_to_work_for(running_system: RunningSystem) -> None:
    assert [petition["state"] for petition in petitions(running_system, "assignee")] == ["assigned"]


def test_the_meeting_has_ended_and_no_regular_one_is_scheduled(running_system: RunningSystem) -> None:
    with running_system.client("secretary") as client:
        meetings = client.get("/api/meetings/v1/meetings").json()["items"]

    assert [(meeting["kind"], meeting["state"], meeting["recommendations"]) for meeting in meetings] == [
        ("extraordinary", "ended", 8)
    ]


def test_the_audit_is_clean(running_system: RunningSystem) -> None:
    assert "✓" in running_system.lienthong("audit").stdout


def test_there_are_no_dead_letters(running_system: RunningSystem) -> None:
    assert "Không có sự kiện nào bị gác lại" in running_system.lienthong("dead-letters", "list").stdout


async def test_the_integrator_follows_its_ward_with_the_credentials_written_down(
    running_system: RunningSystem,
) -> None:
    file = running_system.home.path / "integrators" / "integrator.json"
    known = json.loads(file.read_text())
    client = await nats.connect(
        known["url"], user=known["user"], password=known["password"], inbox_prefix=known["inbox_prefix"].encode()
    )

    subject = known["streams"]["PETITIONS"]
    subscription = await client.jetstream().pull_subscribe(subject, durable=known["durable"], stream="PETITIONS")
    heard = {message.subject for message in await subscription.fetch(100, timeout=5)}

    assert "petitions.petition.opened.v1.th.w001.b001" in heard
    assert all(".v1.th.w001." in subject for subject in heard)
    await client.close()


@pytest.mark.parametrize("service", ["meetings", "petitions"])
def test_an_owner_tells_its_state_again_and_nothing_is_done_twice(running_system: RunningSystem, service: str) -> None:
    before = len(petitions(running_system, "ward"))

    told = running_system.lienthong("rebuild", service).stdout

    assert "Mọi nơi đã nhận đủ" in told
    assert len(petitions(running_system, "ward")) == before


def test_a_dry_run_of_the_same_list_would_change_nothing(running_system: RunningSystem) -> None:
    done = running_system.lienthong("import", "services/members/demo/thanh-hoa.xlsx", "--as", "city", "--dry-run")

    assert "30 không nhận" in done.stdout
    assert "0 mới, 0 thay đổi" in done.stdout


def test_a_list_with_refused_rows_is_not_taken_over_unasked(running_system: RunningSystem, tmp_path: Path) -> None:
    nobody = member_line(name=None, ward="Phường Ba Đình", branch="Phố Xa")
    listed = tmp_path / "danh-sach.xlsx"
    listed.write_bytes(workbook(UNITS, [*PEOPLE, nobody]))

    done = running_system.lienthong("import", str(listed), "--as", "city", check=False)

    assert done.returncode == 1
    assert "Chưa ghi gì" in done.stdout
