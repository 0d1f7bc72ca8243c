"""What is wrong about masses: more sold than there can be, more collected than permitted. Pure."""

from collections.abc import Iterable, Iterator

from fairwild.alarms.facts import Alarm, Flow
from fairwild.alarms.states import AlarmKind
from fairwild.kernel.quantities import State


def over_stock(flows: Iterable[Flow]) -> Iterator[Alarm]:
    """Find certified plants of which more went, in some state, than can have become of what came.

    Fresh plants dry at the scheme's best ratio, plants and what is left of them give oil at its
    best yield, and macerating is taken as it was recorded.
    """
    for flow in flows:
        came, went = flow.came_g, flow.went_g
        fresh_g = max(came.get(State.FRESH, 0) - went.get(State.FRESH, 0), 0)
        dry_g = came.get(State.DRY, 0) + int(fresh_g / flow.drying)
        plants_g = max(came.get(State.DRY, 0) + fresh_g - went.get(State.DRY, 0), 0)
        spent_g = flow.spent_came_g + plants_g
        oil_g = came.get(State.LIQUID, 0) + flow.macerated_g + int(spent_g / flow.distilling)
        possible_g = {
            State.FRESH: came.get(State.FRESH, 0),
            State.DRY: dry_g,
            State.LIQUID: oil_g,
        }
        for state, most_g in possible_g.items():
            if went.get(state, 0) > most_g:
                yield _over(flow, state, went[state], most_g)
        if flow.spent_went_g > spent_g:
            yield _over(flow, State.LIQUID, flow.spent_went_g, spent_g, spent="spent:")


def _over(flow: Flow, state: State, sold_g: int, possible_g: int, *, spent: str = "") -> Alarm:
    facts = {
        "species": flow.species,
        "part": flow.part,
        "state": state,
        "sold_g": sold_g,
        "possible_g": possible_g,
        "over_g": sold_g - possible_g,
    }
    key = f"stock:{flow.species}:{flow.part}:{spent}{state}:{sold_g}:{possible_g}"
    return Alarm(AlarmKind.SALE_OVER_STOCK, key, facts, flow.lots.get(state, ()))
