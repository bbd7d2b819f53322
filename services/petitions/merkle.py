"""The tree of hashes of RFC 6962 (certificate transparency): one root for many leaves, and short proofs that a leaf is
among them. Pure.

Leaves and inner nodes are hashed with different first bytes, so that neither can pass for the other. Level by level,
with the odd last one carried up as it is, gives the same tree as the RFC's halving. `TILE` leaves make a tile whose
root is itself a node of the tree, so that a proof in a day of any size needs one tile and the roots of the others.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

TILE: Final = 256
EMPTY: Final = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of what lies above two nodes."""
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root above these leaves, or tiles."""
    level = list(hashes)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else EMPTY


def tiles_of(hashes: Sequence[bytes]) -> list[bytes]:
    """The roots of the tiles that these leaves make, the last perhaps not full."""
    return [root_of(hashes[start : start + TILE]) for start in range(0, len(hashes), TILE)]


def proof_of(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """What has to be added to the one at `index`, from below to the root."""
    level, proof = list(hashes), list[bytes]()
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            proof.append(level[beside])
        level, index = _above(level), index // 2
    return proof


def root_by(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that the proof leads to; None where its length does not fit."""
    found, left = leaf, list(proof)
    while size > 1:
        if index ^ 1 < size:
            if not left:
                return None
            beside = left.pop(0)
            found = node_hash(beside, found) if index % 2 else node_hash(found, beside)
        index, size = index // 2, (size + 1) // 2
    return None if left else found


def _above(level: list[bytes]) -> list[bytes]:
    pairs = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + level[-1:] if len(level) % 2 else pairs
