"""Who sees how much of a lineage, and how it is gathered: tables and any graph there may be."""

import random
from datetime import UTC, datetime
from uuid import UUID

import pytest

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.facts import LotFacts, Trace, TracedMovement
from fairwild.lots.lineage.circles import together
from fairwild.lots.lineage.facts import Lineage, ShareFacts, Sight, Viewer
from fairwild.lots.lineage.neighbours import around
from fairwild.lots.lineage.rules import (
    disclosed,
    obstacles_to_ending,
    obstacles_to_sharing,
    sights_of,
)
from fairwild.lots.lineage.stages import STEP_LOTS, Staged, Wanted, staged
from fairwild.lots.states import LotStatus, MovementKind

THEN = datetime(2026, 3, 2, tzinfo=UTC)
COOP, MILL, BUYER, SHOP = (UUID(int=number) for number in range(1, 5))


def lot(number: int, holder: UUID, **more: object) -> LotFacts:
    facts = {
        "id": UUID(int=1000 + number),
        "number": f"LOT-{number}",
        "code": "",
        "made_by": number,
        "made_at": THEN,
        "operator_id": holder,
        "holder_id": holder,
        "body_id": None,
        "species_id": None,
        "species": "Glycyrrhiza glabra",
        "part": PlantPart.ROOT,
        "form": Form.DRIED,
        "state": State.DRY,
        "area_id": None,
        "season": None,
        "status": LotStatus.CLOSED,
        "made_g": 1000,
        "taken_g": 0,
        "units": None,
        "unit_g": None,
        "certified": True,
        "certificate_id": None,
    }
    return LotFacts(**(facts | more))  # type: ignore[arg-type]  # one table of facts of many types


def moved(kind: MovementKind, by: UUID, made: LotFacts, *taken: LotFacts) -> TracedMovement:
    return TracedMovement(
        seq=made.made_by,
        id=UUID(int=2000 + made.made_by),
        kind=kind,
        at=THEN,
        organisation_id=by,
        site="Old mill",
        note="",
        loss_g=0,
        loss_reason="Dust",
        water_g=0,
        certified=True,
        judgement="",
        certificate_id=None,
        inputs=tuple((one.id, 500) for one in taken),
        outputs=((made.id, made.made_g),),
    )


def chain() -> tuple[list[LotFacts], list[TracedMovement]]:
    """The cooperative collects, dries, sends; the mill cuts and sends; the buyer packs, sends."""
    holders = (COOP, COOP, COOP, MILL, MILL, MILL, BUYER, BUYER, BUYER, SHOP, SHOP)
    kinds = ["collect", "dry", *["ship", "receive", "cut"], *["ship", "receive", "pack"] * 2]
    lots = [lot(number, holder) for number, holder in enumerate(holders, start=1)]
    movements = [
        moved(MovementKind(kind), one.holder_id, one, *lots[place - 1 : place])
        for place, (kind, one) in enumerate(zip(kinds, lots, strict=True))
    ]
    return lots, movements


def trace_at(place: int) -> Trace:
    lots, movements = chain()
    return Trace(
        lots[place],
        {one.id: one for one in lots},
        tuple(movements[: place + 1]),
        tuple(movements[place + 1 :]),
    )


def seen_by(viewer_of: UUID, **sharing: frozenset[UUID]) -> str:
    """Say the sight of each lot of the chain by its first letter."""
    trace = trace_at(6)
    own = frozenset(one.id for one in trace.lots.values() if one.holder_id == viewer_of)
    sights = sights_of(trace, Viewer(own, frozenset({viewer_of}), **sharing))
    return "".join(sights[one.id][0] for one in trace.ordered_lots)


@pytest.mark.parametrize(
    ("viewer", "sharing", "expected"),
    [
        (BUYER, {}, "hhhhnnooonh"),
        (MILL, {}, "hnnooonhhhh"),
        (COOP, {}, "ooonhhhhhhh"),
        (SHOP, {}, "hhhhhhhnnoo"),
        (BUYER, {"sharing_with_them": frozenset({MILL})}, "hhhsssooonh"),
        (BUYER, {"sharing_with_buyers": frozenset({MILL, COOP})}, "ssssssooonh"),
        (COOP, {"sharing_with_them": frozenset({SHOP})}, "ooonhhhhhss"),
        (COOP, {"sharing_with_buyers": frozenset({SHOP})}, "ooonhhhhhhh"),
    ],
)
def test_one_step_and_what_is_shared(
    viewer: UUID, sharing: dict[str, frozenset[UUID]], expected: str
) -> None:
    assert seen_by(viewer, **sharing) == expected


def test_hidden_lots_are_counted_before_and_only_hinted_at_after() -> None:
    trace = trace_at(6)
    own = frozenset(one.id for one in trace.lots.values() if one.holder_id == BUYER)
    seen = disclosed(trace, Viewer(own, frozenset({BUYER})))
    assert seen is not None
    assert [(one.side, one.lot_count) for one in seen.undisclosed] == [
        ("upstream", 4),
        ("downstream", None),
    ]
    assert {one.number for one in seen.lots.values()} == {f"LOT-{n}" for n in range(5, 11)}
    assert [link for link in seen.links if link.source == "undisclosed-1"] == [
        ("undisclosed-1", str(trace.ordered_lots[4].id))
    ]
    assert {one.site for one in seen.movements if one.organisation_id != BUYER} == {""}
    assert any(one.site for one in seen.movements if one.organisation_id == BUYER)


def test_of_a_lot_out_of_reach_nothing_is_said() -> None:
    trace = trace_at(0)
    own = frozenset(one.id for one in trace.lots.values() if one.holder_id == BUYER)
    assert disclosed(trace, Viewer(own)) is None
    assert disclosed(trace, Viewer(frozenset())) is None


def random_trace(seed: int, size: int = 120) -> Trace:
    draw = random.Random(seed)
    lots: list[LotFacts] = []
    movements = []
    kinds = [MovementKind.SPLIT, MovementKind.MERGE, MovementKind.DRY, MovementKind.SHIP]
    for number in range(1, size + 1):
        new = lot(number, draw.choice([COOP, MILL, BUYER]), certified=draw.random() < 0.5)
        taken = draw.sample(lots, min(len(lots), draw.choice([0, 1, 1, 2, 3])))
        kind = draw.choice(kinds) if taken else MovementKind.COLLECT
        movements.append(moved(kind, new.holder_id, new, *taken))
        lots.append(new)
    focus = lots[size // 2]
    later = [one for one in movements if one.seq > focus.made_by]
    earlier = [one for one in movements if one.seq <= focus.made_by]
    return Trace(focus, {one.id: one for one in lots}, tuple(earlier), tuple(later))


def is_without_circles(found: Staged) -> bool:
    steps = {
        (source, target)
        for bundle in found.bundles
        for source, _ in bundle.taken
        for target, _ in bundle.made
    } | {(source, target) for source, target in found.links}
    nodes = {end for step in steps for end in step}
    return all(len(circle) == 1 for circle in together(nodes, steps)) and all(
        source != target for source, target in steps
    )


@pytest.mark.parametrize("seed", range(25))
def test_stages_have_no_circle_whatever_is_opened_and_lose_no_lot(seed: int) -> None:
    draw = random.Random(seed)
    trace = random_trace(seed)
    own = frozenset(draw.sample(sorted(trace.lots), 40)) | {trace.focus.id}
    seen = disclosed(trace, Viewer(own))
    assert seen is not None
    closed = staged(seen, Wanted({}))
    names = [stage.id for stage in closed.stages]
    some = frozenset(draw.sample(sorted(seen.lots), min(7, len(seen.lots))))
    for wanted in (
        Wanted({}),
        Wanted(dict.fromkeys(draw.sample(names, len(names) // 2), 1), some),
        Wanted({}, some),
        Wanted({}, (), all_lots=True),
    ):
        found = staged(seen, wanted)
        assert is_without_circles(found)
        gathered = [one.id for group in found.groups for one in group.lots]
        assert sorted(gathered) == sorted(seen.lots)
        assert [stage.id for stage in found.stages] == names


def test_a_stage_opens_step_by_step_the_nearest_first() -> None:
    baskets = [lot(number, COOP) for number in range(1, 101)]
    merged = lot(200, COOP)
    movements = [moved(MovementKind.COLLECT, COOP, one) for one in baskets]
    movements.append(moved(MovementKind.MERGE, COOP, merged, *baskets))
    trace = Trace(merged, {one.id: one for one in (*baskets, merged)}, tuple(movements))
    seen = disclosed(trace, Viewer(frozenset(trace.lots)))
    assert seen is not None
    [collected, _] = staged(seen, Wanted({})).stages
    assert (len(collected.lots), collected.made_g, collected.opened) == (100, 100_000, ())
    [bundle] = staged(seen, Wanted({})).bundles
    assert (bundle.count, [mass_g for _, mass_g in bundle.taken]) == (1, [50_000])
    [first, _] = staged(seen, Wanted({collected.id: 1})).stages
    assert [one.number for one in first.opened] == [f"LOT-{n}" for n in range(61, 101)]
    assert len(staged(seen, Wanted({collected.id: 2})).stages[0].opened) == 2 * STEP_LOTS


def test_the_neighbourhood_of_a_lot_is_what_lies_within_so_many_movements() -> None:
    trace = trace_at(6)
    seen: Lineage | None = disclosed(trace, Viewer(frozenset(trace.lots)))
    assert seen is not None
    near = around(seen, trace.ordered_lots[3].id, steps=1)
    assert {one.number for one in near.lots.values()} == {"LOT-3", "LOT-4", "LOT-5"}
    assert len(around(seen, trace.focus.id, steps=3).lots) == 7
    assert set(near.sights.values()) == {Sight.OPEN}


@pytest.mark.parametrize(
    ("with_id", "expected"),
    [
        (MILL, []),
        (None, []),
        (COOP, ["lineage-shared-with-oneself"]),
        (BUYER, ["lineage-shared-already"]),
        (SHOP, []),
    ],
)
def test_sharing(with_id: UUID | None, expected: list[str]) -> None:
    standing = [
        ShareFacts(UUID(int=1), COOP, BUYER, THEN, None),
        ShareFacts(UUID(int=2), COOP, SHOP, THEN, THEN),
    ]
    found = obstacles_to_sharing(COOP, with_id, standing=standing)
    assert [one.code for one in found] == expected
    assert [one.code for share in standing for one in obstacles_to_ending(share)] == [
        "lineage-share-over"
    ]
