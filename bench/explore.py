"""`python -m bench.explore [states]`: explores the machine of petitions, 1,000,000 states if unsaid, and says how many
states and steps there were and how long it took."""

import sys
import time

from tests.petitions.explore import explore, without_end

DEPTHS = (3, 4, 2)


def main(states: int) -> int:
    """Goes over trees of several depths, the most at three; gives the exit code."""
    known, stuck, began = 0, 0, time.monotonic()
    for depth, share in zip(DEPTHS, (0.5, 0.4, 0.1), strict=True):
        found = explore(depth, round(states * share))
        lost = without_end(found)
        known, stuck = known + len(found.ids), stuck + len(lost)
        print(
            f"depth {depth}: {len(found.ids):,} states, {found.steps:,} steps, {len(lost)} without an end, "
            f"{time.monotonic() - began:.0f} s so far",
            flush=True,
        )
    print(f"{known:,} distinct states, {stuck} without an end, no promise broken, {time.monotonic() - began:.0f} s")
    return 1 if stuck else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 1_000_000))
