"""The tree is that of RFC 6962, its proofs hold for every leaf of trees of every size, and only for it."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.petitions import merkle


def by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word by word: halved at the largest power of two below the size."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return merkle.node_hash(by_the_book(leaves[:half]), by_the_book(leaves[half:]))


def leaves_of(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


@pytest.mark.parametrize("size", [*range(20), 255, 256, 257, 511, 512, 513, 1000])
def test_it_is_the_tree_of_the_rfc(size: int) -> None:
    leaves = leaves_of(size)

    assert merkle.root_of(leaves) == by_the_book(leaves)
    assert merkle.root_of(merkle.tiles_of(leaves)) == by_the_book(leaves)


@given(size=st.integers(1, 700), data=st.data())
def test_a_proof_by_tiles_leads_to_the_root(size: int, data: st.DataObject) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    tile = leaves[index - index % merkle.TILE :][: merkle.TILE]
    in_tile = merkle.proof_of(tile, index % merkle.TILE)
    proof = in_tile + merkle.proof_of(merkle.tiles_of(leaves), index // merkle.TILE)

    assert merkle.root_by(leaves[index], index, size, proof) == merkle.root_of(leaves)


@given(size=st.integers(2, 40), data=st.data())
def test_no_other_leaf_place_size_or_proof_leads_there(size: int, data: st.DataObject) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    root, proof = merkle.root_of(leaves), merkle.proof_of(leaves, index)

    assert merkle.root_by(leaves[index - 1], index, size, proof) != root
    assert merkle.root_by(leaves[index], (index + 1) % size, size, proof) != root
    assert merkle.root_by(leaves[index], index, size, proof[:-1]) is None
    assert merkle.root_by(leaves[index], index, size, [*proof, root]) is None
