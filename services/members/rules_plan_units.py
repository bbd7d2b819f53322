"""The sheet of units compared with the tree that stands: what to found, what to rename, which rows do not belong."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from libs.common.text import fold
from libs.contracts.vocabulary import Tier
from services.members.models import Unit
from services.members.rules_findings import Finding
from services.members.rules_rows import UnitRow

BranchKey = tuple[str, str]

_WARD_GROUPS: Final = 10
_CITY_GROUPS: Final = 6


class Rename(NamedTuple):
    """A unit that stands under another name or official code."""

    unit_id: UUID
    name: str
    official_code: str
    kind: str | None


class UnitsPlan:
    """What taking over the sheet of units would do. `branches` finds a branch, standing or new, by folded names."""

    def __init__(
        self, city: Unit, standing: Iterable[Unit], scope: Unit, as_of: date, new_id: Callable[[], UUID]
    ) -> None:
        self.city, self.scope, self.as_of, self.new_id = city, scope, as_of, new_id
        self.founded: list[Unit] = []
        self.renamed: list[Rename] = []
        self.unchanged = 0
        self.findings: list[Finding] = []
        self.units: dict[UUID, Unit] = {unit.id: unit for unit in standing}
        self.branches: dict[BranchKey, Unit] = {}
        self._by_code = {unit.official_code: unit for unit in self.units.values() if unit.official_code}
        self._wards = {fold(unit.name): unit for unit in self.units.values() if unit.tier == Tier.WARD}
        self._tokens = {unit.path for unit in self.units.values()}
        self._settled: set[UUID] = set()
        for unit in self.units.values():
            if unit.tier == Tier.BRANCH:
                self.branches[fold(self.ward_of(unit).name), fold(unit.name)] = unit

    def ward_of(self, unit: Unit) -> Unit:
        """The unit right below the city that this one is or lies in."""
        while unit.parent_id is not None and unit.parent_id != self.city.id:
            unit = self.units[unit.parent_id]
        return unit

    def in_scope(self, unit: Unit) -> bool:
        """Whether whoever sends the file may change this unit."""
        return self.scope.id in (self.city.id, unit.id, self.ward_of(unit).id)

    def add(self, row: UnitRow) -> None:
        """One row of the sheet."""
        ward = self._ward(row)
        if ward is None:
            return self._say(row, "other-ward", "Đảng bộ phường, xã", row.ward)
        branch = self._by_code.get(row.official_code) or self.branches.get((fold(ward.name), fold(row.branch)))
        if branch is None:
            branch = self._new(row, ward, f"b{row.official_code[-3:]}", row.branch, row.official_code, Tier.BRANCH)
            if branch is None:
                return self._say(row, "unit-other-tree", "Mã tổ chức", row.official_code)
        elif self.ward_of(branch).id != ward.id:
            return self._say(row, "unit-other-tree", "Mã tổ chức", row.official_code)
        else:
            self._compare(row, branch, row.branch, row.official_code, row.kind)
        self.branches[fold(row.ward), fold(row.branch)] = branch
        return None

    def _ward(self, row: UnitRow) -> Unit | None:
        code = row.official_code[:_WARD_GROUPS] + ".000.000"
        ward = self._by_code.get(code) or self._wards.get(fold(row.ward))
        if self.scope.id != self.city.id and (ward is None or ward.id != self.scope.id):
            return None
        if ward is None:
            ward = self._new(row, self.city, f"w{code[7:10]}", row.ward, code, Tier.WARD)
        else:
            self._compare(row, ward, row.ward, code, ward.kind)
        if ward is not None:
            self._wards[fold(row.ward)] = self._by_code[code] = ward
        return ward

    def _new(self, row: UnitRow, parent: Unit, token: str, name: str, official_code: str, tier: Tier) -> Unit | None:
        path = f"{parent.path}.{token}"
        if path in self._tokens:
            return None
        unit = Unit(
            id=self.new_id(),
            code=token,
            official_code=official_code,
            name=name,
            label="",
            kind=row.kind if tier == Tier.BRANCH else None,
            tier=tier,
            parent_id=parent.id,
            path=path,
            valid_from=max(self.as_of, parent.valid_from),
        )
        self._tokens.add(path)
        self.founded.append(unit)
        self.units[unit.id] = self._by_code[official_code] = unit
        self._settled.add(unit.id)
        return unit

    def _compare(self, row: UnitRow, unit: Unit, name: str, official_code: str, kind: str | None) -> None:
        if unit.id in self._settled:
            return
        self._settled.add(unit.id)
        if (unit.name, unit.official_code, unit.kind) == (name, official_code, kind):
            self.unchanged += 1
        else:
            self.renamed.append(Rename(unit.id, name, official_code, kind))
            if unit.name != name:
                column = "Chi bộ" if unit.tier == Tier.BRANCH else "Đảng bộ phường, xã"
                self._say(row, "unit-renamed", column, f"{unit.name} → {name}")

    def _say(self, row: UnitRow, slug: str, column: str, value: str) -> None:
        self.findings.append(Finding(slug=slug, place=row.place, column=column, value=value))


def city_code(rows: Iterable[UnitRow], city: Unit) -> str | None:
    """The official code of the city that all rows belong to; None where they belong to several, or to another."""
    codes = {row.official_code[:_CITY_GROUPS] for row in rows}
    if city.official_code:
        codes.add(city.official_code[:_CITY_GROUPS])
    return f"{codes.pop()}.000.000.000" if len(codes) == 1 else None
