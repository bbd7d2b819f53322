"""`make bench`: measures everything and prints the table; exit code 1 if a figure is not held."""

import sys

import uvloop

from bench import plumbing, queue, rest, way
from bench.ground import ground
from bench.system import system
from bench.table import Row, markdown


async def measure() -> list[Row]:
    """All rows; each group says when it begins, since the whole takes some minutes."""
    rows: list[Row] = []
    print("the relay and a listener …", flush=True)
    async with ground() as bare:
        rows += [await plumbing.relay(bare), await plumbing.listener(bare)]
        print("starting the whole system, twice …", flush=True)
        async with system() as whole:
            print("at rest …", flush=True)
            at_rest = await rest.rows(whole)
            print("one recommendation's way …", flush=True)
            rows = [*await way.rows(bare, whole), *rows]
            print("the queue …", flush=True)
            rows += await queue.rows(whole)
            rows += at_rest
    return rows


if __name__ == "__main__":
    measured = uvloop.run(measure())
    print(markdown(measured))
    sys.exit(0 if all(row.holds for row in measured) else 1)
