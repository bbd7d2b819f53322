"""One row of the table: ours, its ceiling of the same run, and what is to hold."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`hold` is the least ratio of ours to the ceiling (or the most, where less is better: `most`)."""

    what: str
    ours: float
    ceiling: float
    unit: str
    hold: float
    against: str
    most: bool = False

    @property
    def ratio(self) -> float:
        """Ours : ceiling."""
        return self.ours / self.ceiling

    @property
    def holds(self) -> bool:
        """Whether the figure is held."""
        return self.ratio <= self.hold if self.most else self.ratio >= self.hold
