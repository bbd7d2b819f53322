"""One ended extraordinary meeting of the demo branch and eight petitions, so that each desk has something to do."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from ops.demo.caller import Caller, demo_id

BEFORE_NOW = timedelta(minutes=105)
EXCUSED = "Đi công tác"

Step = tuple[str, str, dict[str, Any]]
"""A verb, by whom, with what."""


class Said(NamedTuple):
    """What was said in the room, and what happened to it since: `(verb, by whom, body)`."""

    text: str
    category: str
    competence: str
    urgent: bool = False
    since: tuple[Step, ...] = ()


ACKNOWLEDGED: Step = ("acknowledge", "ward", {})
BEYOND_WARD: Step = ("escalate", "ward", {"reason": "Tuyến đường do thành phố quản lý, vượt thẩm quyền của phường."})

STORY = (
    Said("Cống thoát nước ngõ 12 bị tắc, mưa lớn là ngập vào nhà dân.", "infrastructure", "ward", urgent=True),
    Said("Đề nghị lắp thêm đèn chiếu sáng đoạn sau nhà văn hóa.", "infrastructure", "ward", since=(ACKNOWLEDGED,)),
    Said(
        "Điểm tập kết rác đầu phố bốc mùi, đề nghị thu gom hai lần một ngày.",
        "environment",
        "ward",
        since=(ACKNOWLEDGED, ("classify", "ward", {"category": "environment", "competence": "ward"})),
    ),
    Said(
        "Đề nghị hướng dẫn bà con làm hồ sơ cấp đổi giấy chứng nhận quyền sử dụng đất.",
        "land",
        "ward",
        since=(
            ACKNOWLEDGED,
            ("classify", "ward", {"category": "land", "competence": "ward"}),
            ("assign", "ward", {"assignee": str(demo_id("person assignee"))}),
        ),
    ),
    Said(
        "Mặt đường trục chính xuống cấp, nhiều ổ gà, đã có tai nạn.",
        "infrastructure",
        "city",
        since=(ACKNOWLEDGED, BEYOND_WARD),
    ),
    Said(
        "Xe tải nặng đi vào phố giờ cao điểm, đề nghị cắm biển hạn chế.",
        "traffic",
        "city",
        since=(ACKNOWLEDGED, BEYOND_WARD, ("acknowledge", "city", {})),
    ),
    Said(
        "Đề nghị công khai lịch tiếp dân của phường tại nhà văn hóa.",
        "admin",
        "ward",
        since=(
            ACKNOWLEDGED,
            (
                "answer",
                "ward-leader",
                {"outcome": "resolved", "text": "Lịch tiếp dân đã được niêm yết tại nhà văn hóa từ tuần này."},
            ),
        ),
    ),
    Said("Đề nghị chi bộ đổi giờ sinh hoạt sang 19 giờ 30 cho tiện.", "party_work", "branch"),
)


async def tell(caller: Caller, branch_id: str) -> None:
    """The meeting and what came of it; told twice it changes nothing."""
    meeting = f"/meetings/v1/meetings/{demo_id('meeting')}"
    await hold(caller, meeting, branch_id)
    for number, said in enumerate(STORY):
        petition = demo_id(f"recommendation {number}")
        for verb, who, body in said.since:
            await caller.post(f"/petitions/v1/petitions/{petition}/{verb}", who, body, patient=True)


async def hold(caller: Caller, meeting: str, branch_id: str) -> None:
    """From opening to end, with both roll calls; three people excused themselves."""
    starts_at = (datetime.now(UTC) - BEFORE_NOW).replace(second=0, microsecond=0)
    body = {"branch_id": branch_id, "kind": "extraordinary", "starts_at": starts_at.isoformat(), "place": "Nhà văn hóa"}
    known = await caller.find(meeting, "secretary") or await caller.put(meeting, "secretary", body, patient=True)
    if known["state"] == "ended":
        return
    roster = (await caller.get(f"{meeting}/roster", "clerk"))["items"]
    marks = [mark(person, number) for number, person in enumerate(sorted(roster, key=by_id)) if person["in_base"]]
    await caller.put(f"{meeting}/roll-calls/start", "clerk", {"marks": marks}, patient=True)
    for number, said in enumerate(STORY):
        await log(caller, meeting, number, said)
    await caller.put(f"{meeting}/roll-calls/end", "clerk", {"marks": marks})
    await caller.post(f"{meeting}/end", "clerk", {})


def by_id(person: dict[str, Any]) -> str:
    """An order that is the same in every run."""
    return str(person["member_id"])


def mark(person: dict[str, Any], number: int) -> dict[str, Any]:
    """Every eleventh is excused."""
    if number % 11 == 5:
        return {"member_id": person["member_id"], "mark": "excused", "reason": EXCUSED}
    return {"member_id": person["member_id"], "mark": "present"}


async def log(caller: Caller, meeting: str, number: int, said: Said) -> None:
    """One recommendation, as the clerk writes it down."""
    body = {
        "meeting_id": meeting.rpartition("/")[2],
        "text": said.text,
        "category": said.category,
        "competence": said.competence,
        "urgent": said.urgent,
        "raised_by": {"kind": "residents"},
    }
    await caller.put(f"/meetings/v1/recommendations/{demo_id(f'recommendation {number}')}", "clerk", body)
