"""Every state that the machine can reach, breadth first, over a tree of any depth: all verbs, clocks that run out,
units that end, merges. The machine itself moves (rules, case_moves, case_clocks), and every step is checked.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from libs.common.refusals import Refusal
from libs.contracts.vocabulary import FINAL_STATES, Competence, PetitionState
from services.petitions import case_clocks, rules
from services.petitions.case import Case
from services.petitions.rules import Verb
from tests.petitions.explore_deeds import Deed, around, do_verb, happenings, verbs_of
from tests.petitions.explore_nodes import AT, STANDS, Node, asleep, awake, light_rows, places, standing
from tests.petitions.promises import Broken, Seen, check, check_exits

_S = PetitionState


def first_nodes(depth: int) -> list[Node]:
    """A petition that was just logged, of each competence."""
    nodes = []
    for competence in Competence:
        blank = Node(_S.RECORDED, 0, 0, (), frozenset(), competence, None, (STANDS,) * depth)
        case = awake(blank)
        case_clocks.open_clocks(case, _S.RECORDED, AT, next_regular=None)
        nodes.append(asleep(case, blank))
    return nodes


def step(node: Node, deed: Deed, name: str, case: Case) -> Node | None:
    """The node after a deed, with every promise checked; None where the table refuses it and the case is untouched."""
    clocks, holding = list(case.clocks), case.holding
    try:
        after = deed(case, node)
    except Refusal:
        return None
    except (TypeError, KeyError, IndexError, StopIteration, AttributeError) as error:
        raise Broken(f"{name} fell over: {error!r}\nfrom {node}") from error
    check(Seen(name, node, after, case, clocks, holding, AT, places(len(node.fates)), standing(after.fates)))
    return after


def successors(node: Node) -> Iterator[Node]:
    """Whatever can come next, once every promise about it is checked."""
    offered, case = set[str](), None
    for name, deed in (*verbs_of(node), *happenings(node)):
        case = case or awake(node)
        after = step(node, deed, name, case)
        if after is not None:
            offered.add(name.split()[0])
            case = None
            if after != node:
                yield after
    check_exits(node, offered, standing(node.fates))
    yield from around(node)


@dataclass
class Explored:
    """What was reached: how many states, over how many steps, and which were only seen from the side."""

    depth: int
    ids: dict[Node, int] = field(default_factory=dict)
    steps: int = 0
    into: list[list[int]] = field(default_factory=list)
    frontier: deque[Node] = field(default_factory=deque)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to explore."""
        return not self.frontier


def explore(depth: int, limit: int) -> Explored:
    """Breadth first from a petition just logged, until `limit` states are known. Raises Broken with the first promise
    that does not hold."""
    found = Explored(depth)
    with light_rows():
        for node in first_nodes(depth):
            _meet(found, node)
        while found.frontier and len(found.ids) < limit:
            node = found.frontier.popleft()
            here = found.ids[node]
            for after in successors(node):
                found.steps += 1
                found.into[_meet(found, after)].append(here)
    return found


def _meet(found: Explored, node: Node) -> int:
    known = found.ids.get(node)
    if known is None:
        known = found.ids[node] = len(found.ids)
        found.into.append([])
        found.frontier.append(node)
    return known


def without_end(found: Explored) -> list[Node]:
    """States from which no final one can be reached though nobody gives up: neither withdrawn nor redirected. What was
    not explored further is followed to its end by the shortest way home."""
    ends = [number for node, number in found.ids.items() if node.state in (_S.CLOSED, _S.MERGED)]
    with light_rows():
        ends += [found.ids[node] for node in found.frontier if goes_home(node)]
    settled, waiting = set(ends), deque(ends)
    while waiting:
        for before in found.into[waiting.popleft()]:
            if before not in settled:
                settled.add(before)
                waiting.append(before)
    gave_up = (_S.WITHDRAWN, _S.REDIRECTED)
    return [node for node, number in found.ids.items() if number not in settled and node.state not in gave_up]


def goes_home(node: Node) -> bool:
    """Whether it ends by being answered and read out, or closed where there is no branch to hear it."""
    for _ in range(8):
        if node.state in FINAL_STATES:
            return True
        tried = (
            step(node, do_verb(verb), verb.value, awake(node)) for verb in _HOMEWARD if verb in rules.STEPS[node.state]
        )
        after = next((one for one in tried if one is not None), None)
        if after is None:
            return False
        node = after
    return False


_HOMEWARD: Final = (Verb.CLOSE, Verb.READ_OUT, Verb.ANSWER, Verb.ACKNOWLEDGE, Verb.GO_UP, Verb.ESCALATE)
