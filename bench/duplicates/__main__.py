"""Prints the figures of both parts; exit code 1 if what was held out does not hold."""

import sys

from bench.duplicates import measure
from services.petitions.rules_alike import Bounds

BOUNDS = Bounds(strong=50, likely=15)

if __name__ == "__main__":
    parts = {part: measure(part, BOUNDS) for part in ("tuning", "held_out")}
    for part, figures in parts.items():
        print(f"{part}: {figures}")
    held = parts["held_out"]
    sys.exit(0 if held.in_first_five >= 0.95 and held.precision >= 0.95 and held.recall >= 0.6 else 1)
