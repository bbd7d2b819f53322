"""A meeting of the demo branch as its clerk keeps it, from the first roll call to the end."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from tests.support.people import People

PETITIONS = "/petitions/v1/petitions"
TEXT = "Cống thoát nước ngõ 12 bị tắc, mưa lớn là ngập vào nhà dân."


class Room:
    """One extraordinary meeting; `path` is where it lies in the API."""

    def __init__(self, people: People, starts_at: datetime | None = None) -> None:
        self.people = people
        self.id = str(uuid4())
        self.path = f"/meetings/v1/meetings/{self.id}"
        branch, begins = people.unit_of("secretary"), (starts_at or people.now()).isoformat()
        body = {"branch_id": branch, "kind": "extraordinary", "starts_at": begins, "place": "Nhà văn hóa"}
        people.put("secretary", self.path, **body)

    def call_roll(self, which: str) -> Any:
        """Everybody who counts is present."""
        roster = self.people.get("clerk", f"{self.path}/roster")["items"]
        marks = [{"member_id": person["member_id"], "mark": "present"} for person in roster if person["in_base"]]
        return self.people.put("clerk", f"{self.path}/roll-calls/{which}", marks=marks)

    def begin(self) -> "Room":
        """The first roll call."""
        self.call_roll("start")
        return self

    def end(self) -> Any:
        """The second roll call, and the end."""
        self.call_roll("end")
        return self.people.post("clerk", f"{self.path}/end")

    def log(self, *, competence: str = "ward", urgent: bool = False, text: str = TEXT, raised_by: Any = None) -> str:
        """A recommendation by the clerk; its id is the petition's."""
        recommendation = str(uuid4())
        self.people.put(
            "clerk", f"/meetings/v1/recommendations/{recommendation}",
            meeting_id=self.id, text=text, category="infrastructure", competence=competence, urgent=urgent,
            raised_by=raised_by or {"kind": "residents"},
        )  # fmt: skip
        return recommendation

    def read_out(self, petition: str, **said: Any) -> Any:
        """The answer is read out, as soon as it stands on the agenda."""
        self.people.until("clerk", f"{self.path}/agenda", lambda agenda: petition in answers(agenda))
        return self.people.put("clerk", f"{self.path}/read-outs/{petition}", **said)


def answers(agenda: Any) -> list[str]:
    """The petitions whose answers stand on an agenda."""
    return [item["petition_id"] for item in agenda["items"] if item["kind"] == "answer"]


class Petition:
    """One petition, followed by whoever may."""

    def __init__(self, people: People, petition_id: str) -> None:
        self.people = people
        self.id = petition_id
        self.path = f"{PETITIONS}/{petition_id}"

    def does(self, who: str, verb: str, **body: Any) -> Any:
        """A verb that is granted; the petition after it."""
        return self.people.post(who, f"{self.path}/{verb}", **body)

    def refused(self, who: str, verb: str, **body: Any) -> tuple[int, str]:
        """A verb that is not."""
        return self.people.refused(who, "POST", f"{self.path}/{verb}", **body)

    def seen(self, who: str = "secretary") -> Any:
        """As it is now."""
        return self.people.get(who, self.path)

    def reaches(self, state: str, who: str = "secretary") -> Any:
        """The petition once it has come to a state."""
        return self.people.until(who, self.path, lambda seen: seen["state"] == state)

    def told(self, who: str, kind: str) -> Any:
        """The line in somebody's inbox, once it is there."""
        path = "/notifications/v1/inbox"
        inbox = self.people.until(who, path, lambda inbox: self._lines(inbox, kind), limit=200)
        return self._lines(inbox, kind)[0]

    def _lines(self, inbox: Any, kind: str) -> list[Any]:
        return [line for line in inbox["items"] if line["petition_id"] == self.id and line["kind"] == kind]
