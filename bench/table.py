"""The table: ours, its ceiling of the same run, their ratio, and what is to hold."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure. `hold` is the least ratio of ours to the ceiling; with `by_ratio=False` the least of ours itself;
    with `least=False` the most that ours itself may be; None where the ratio is only to be known."""

    what: str
    ours: float
    ceiling: float
    unit: str
    hold: float | None
    against: str
    least: bool = True
    by_ratio: bool = True

    @property
    def ratio(self) -> float:
        """Ours : ceiling."""
        return self.ours / self.ceiling

    @property
    def holds(self) -> bool:
        """Whether the figure is held."""
        if self.hold is None:
            return True
        if not self.least:
            return self.ours <= self.hold
        return (self.ratio if self.by_ratio else self.ours) >= self.hold

    @property
    def wanted(self) -> str:
        """What is to hold, in words."""
        if self.hold is None:
            return "–"
        if not self.least:
            return f"≤ {self.hold:g} {self.unit}"
        return f"ratio ≥ {self.hold:g}" if self.by_ratio else f"≥ {self.hold:g} {self.unit}"


def markdown(rows: Iterable[Row]) -> str:
    """The table as it stands in docs/performance.md."""
    lines = ["| what | ours | ceiling of the same run | ratio | to hold | held |", "|---|--:|--:|--:|---|---|"]
    for row in rows:
        ceiling = f"{row.ceiling:,.4g} {row.unit} ({row.against})"
        held = "–" if row.hold is None else "yes" if row.holds else "**no**"
        lines.append(
            f"| {row.what} | {row.ours:,.4g} {row.unit} | {ceiling} | {row.ratio:.2f} | {row.wanted} | {held} |"
        )
    return "\n".join(lines)
