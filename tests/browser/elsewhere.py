"""What happens on other devices meanwhile, by the API."""

import time
from datetime import UTC, datetime
from uuid import uuid4

import httpx

from tests.browser.portal import PATIENCE
from tests.support.system import RunningSystem


def log_urgent(
    system: RunningSystem, text: str = "Cây đổ chắn ngang đường, đề nghị dọn ngay", *, by: str | None = None
) -> str:
    """An urgent recommendation of the demo branch, or of a member of it, logged on another device."""
    petition = str(uuid4())
    with system.client("secretary") as server:
        branch = branch_of(server)
        begins = datetime.now(UTC).isoformat()
        meeting = {"branch_id": branch, "kind": "extraordinary", "starts_at": begins, "place": "Nhà văn hóa"}
        server.put(f"/api/meetings/v1/meetings/{petition}", json=meeting).raise_for_status()
        body = {
            "meeting_id": petition, "text": text, "category": "environment", "competence": "ward", "urgent": True,
            "raised_by": {"kind": "member", "member_id": by} if by else {"kind": "branch"},
        }  # fmt: skip
        server.put(f"/api/meetings/v1/recommendations/{petition}", json=body).raise_for_status()
        _arrived(server, petition)
    return petition


def _arrived(server: httpx.Client, petition: str) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while not (seen := server.get(f"/api/petitions/v1/petitions/{petition}")).is_success:
        assert time.monotonic() < until, seen.text
        time.sleep(0.1)


def branch_of(server: httpx.Client) -> str:
    """The branch whose secretary is signed in."""
    appointments = server.get("/api/members/v1/me").json()["appointments"]
    return str(next(one["unit_id"] for one in appointments if one["role"] == "BSE"))


def name_of(system: RunningSystem, login: str) -> str:
    """What a person is called."""
    with system.client(login) as server:
        return str(server.get("/api/members/v1/me").json()["name"])
