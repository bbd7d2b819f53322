"""The sheet of members compared with the people already known: who is new, who changes, who stays the same. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from libs.common.text import fold
from services.members.models import Post, Unit
from services.members.rules_findings import Finding
from services.members.rules_findings_texts import TEXTS
from services.members.rules_plan_units import UnitsPlan
from services.members.rules_roll import Stay, Way, first_stays, stays, ways
from services.members.rules_rows import MemberRow, folded_unit

FACTS: Final = ("gender", "birth_date", "birth_year", "card_no", "phone", "admitted_on", "official_on", "note")


@dataclass(frozen=True)
class HeldPost:
    """A post that a person holds now."""

    appointment_id: UUID
    unit_id: UUID
    post: Post


@dataclass
class Known:
    """A member as the tables have them."""

    person_id: UUID
    name: str
    facts: dict[str, Any]
    stays: list[Stay] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    posts: list[HeldPost] = field(default_factory=list)

    @property
    def unit_id(self) -> UUID | None:
        """The branch of the last spell."""
        return self.stays[-1].unit_id if self.stays else None


@dataclass(frozen=True)
class Outcome:
    """What one row makes of one person; `before` is None where they are new."""

    person_id: UUID
    before: Known | None
    name: str
    facts: dict[str, Any]
    stays: list[Stay]
    ways: list[Way]
    unit_id: UUID
    post: Post | None

    @property
    def changes(self) -> bool:
        """Whether anything that the roll says differs from before."""
        old = self.before
        return old is None or (old.name, old.facts, old.stays, old.ways) != (
            self.name, self.facts, self.stays, self.ways
        )  # fmt: skip

    @property
    def posts_to_end(self) -> list[HeldPost]:
        """Posts in the branch of the row that it no longer gives."""
        held = self.before.posts if self.before else []
        return [one for one in held if one.unit_id == self.unit_id and one.post != self.post]

    @property
    def takes_post(self) -> bool:
        """Whether the row gives a post that the person does not hold yet."""
        held = self.before.posts if self.before else []
        return self.post is not None and not any(one.unit_id == self.unit_id and one.post == self.post for one in held)


class Plan:
    """What taking over the sheet of members would do."""

    def __init__(self, units: UnitsPlan, known: Iterable[Known], as_of: date, new_id: Callable[[], UUID]) -> None:
        self.units, self.as_of, self.new_id = units, as_of, new_id
        self.outcomes: list[Outcome] = []
        self.findings: list[Finding] = []
        self._by_card: dict[str, Known] = {}
        self._by_identity: dict[tuple[str, date, UUID], Known] = {}
        for one in known:
            if one.facts["card_no"]:
                self._by_card[one.facts["card_no"]] = one
            if one.facts["birth_date"] and one.unit_id:
                self._by_identity[fold(one.name), one.facts["birth_date"], one.unit_id] = one

    def add(self, row: MemberRow) -> None:
        """One row of the sheet."""
        branch = self.units.branches.get((folded_unit(row.ward), folded_unit(row.branch)))
        if branch is None:
            return self._refuse(row, "branch-unknown", "Chi bộ", f"{row.branch}, {row.ward}")
        if not self.units.in_scope(branch):
            return self._refuse(row, "other-ward", "Đảng bộ", row.ward)
        before = self._find(row, branch)
        if before and not self._may_take(before):
            return self._refuse(row, "belongs-elsewhere", "Họ và tên khai sinh", row.name)
        self.outcomes.append(self._outcome(row, branch, before))
        return None

    def _find(self, row: MemberRow, branch: Unit) -> Known | None:
        if row.card_no and row.card_no in self._by_card:
            return self._by_card[row.card_no]
        if row.birth_date is None:
            return None
        same = self._by_identity.get((fold(row.name), row.birth_date, branch.id))
        return same if same and not (row.card_no and same.facts["card_no"]) else None

    def _may_take(self, before: Known) -> bool:
        home = self.units.units.get(before.unit_id) if before.unit_id else None
        return home is None or self.units.in_scope(home)

    def _outcome(self, row: MemberRow, branch: Unit, before: Known | None) -> Outcome:
        old: dict[str, Any] = before.facts if before else dict.fromkeys(FACTS)
        facts: dict[str, Any] = {
            name: given if (given := getattr(row, name)) is not None else old[name] for name in FACTS
        }
        dates = {"admitted_on": facts["admitted_on"], "official_on": facts["official_on"]}
        if before:
            spells = stays(before.stays, unit_id=branch.id, on=self.as_of, **dates)
        else:
            spells = first_stays(branch.id, **dates)
        return Outcome(
            person_id=before.person_id if before else self.new_id(),
            before=before,
            name=row.name,
            facts=facts,
            stays=spells,
            ways=ways(before.ways if before else [], exempt_from=row.exempt_from),
            unit_id=branch.id,
            post=Post(row.post) if row.post else None,
        )

    def _refuse(self, row: MemberRow, slug: str, column: str, value: str) -> None:
        self.findings.append(Finding(slug=slug, place=row.place, column=column, value=value))


def kept(warnings: Iterable[Finding], refused: Iterable[Finding]) -> list[Finding]:
    """All findings in the order of the file; warnings of rows that are refused would only distract."""
    refused = list(refused)
    places = {finding.place for finding in refused}
    rest = [finding for finding in warnings if TEXTS[finding.slug].refused or finding.place not in places]
    return sorted([*rest, *refused], key=lambda finding: (finding.place.sheet != "Tổ chức", finding.place.row))
