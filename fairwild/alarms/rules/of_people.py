"""What is wrong about harvesters: where they were, what they brought, who they are. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import combinations
from math import isqrt
from uuid import UUID

from fairwild.alarms.facts import Alarm, Day, Pointer, Spot, Thresholds
from fairwild.alarms.states import About, AlarmKind
from fairwild.harvesters.facts import Likeness
from fairwild.harvesters.states import Alike
from fairwild.harvesters.twins import Register
from fairwild.kernel.geometry import distance_m

KM = 1000


def two_places(
    days: Iterable[Day], known: Mapping[UUID, Spot], thresholds: Thresholds
) -> Iterator[Alarm]:
    """Find harvesters who collected at two places too far apart on one day."""
    places: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    names: dict[UUID, str] = {}
    for day in days:
        places[day.harvester_id, day.on].update(day.area_ids)
        names[day.harvester_id] = day.harvester
    for (harvester_id, on), area_ids in places.items():
        pairs = combinations(sorted(area_ids & known.keys()), 2)
        apart = [(distance_m(known[a].middle, known[b].middle), a, b) for a, b in pairs]
        far = max(apart, default=None)
        if far is not None and far[0] > thresholds.distance_km * KM:
            yield _far_apart(harvester_id, names[harvester_id], on, far, known)


def _far_apart(
    harvester_id: UUID,
    harvester: str,
    on: date,
    far: tuple[int, UUID, UUID],
    known: Mapping[UUID, Spot],
) -> Alarm:
    distance, first, second = far
    facts = {
        "harvester": harvester,
        "day": on,
        "first": known[first].code,
        "second": known[second].code,
        "distance_km": round(distance / KM),
    }
    about = (
        Pointer(About.HARVESTER, harvester_id, harvester),
        Pointer(About.AREA, first, known[first].code),
        Pointer(About.AREA, second, known[second].code),
    )
    key = f"places:{harvester_id}:{on}:{first}:{second}"
    return Alarm(AlarmKind.TWO_PLACES, key, facts, about, on)


def standing_out(days: Sequence[Day], thresholds: Thresholds) -> Iterator[Alarm]:
    """Find days on which a harvester brought far more than all others do of the same goods."""
    alike: dict[object, list[Day]] = defaultdict(list)
    for day in days:
        alike[day.species_id, day.part, day.state].append(day)
    for group in alike.values():
        if len(group) > thresholds.least_days:
            total_g = sum(day.mass_g for day in group)
            squares = sum(day.mass_g**2 for day in group)
            for day in group:
                if is_beyond(
                    day.mass_g,
                    count=len(group) - 1,
                    total=total_g - day.mass_g,
                    squares=squares - day.mass_g**2,
                    sigmas=thresholds.sigmas,
                ):
                    yield _stands_out(day, group, total_g, squares, thresholds)


def is_beyond(value: int, *, count: int, total: int, squares: int, sigmas: int) -> bool:
    """Tell exactly whether a value is more than so many sigmas above the mean of the others.

    Where the others do not differ at all, twice their mean is too much.
    """
    spread = count * squares - total**2
    above = count * value - total
    if spread == 0:
        return above > total
    return above > 0 and above**2 > sigmas**2 * spread


def _stands_out(
    day: Day, group: Sequence[Day], total_g: int, squares: int, thresholds: Thresholds
) -> Alarm:
    count = len(group) - 1
    others_g, other_squares = total_g - day.mass_g, squares - day.mass_g**2
    facts = {
        "harvester": day.harvester,
        "day": day.on,
        "species": day.species,
        "mass_g": day.mass_g,
        "mean_g": others_g // count,
        "sigma_g": isqrt(max(count * other_squares - others_g**2, 0)) // count,
        "sigmas": thresholds.sigmas,
        "days": count,
    }
    goods = f"{day.species_id}:{day.part}:{day.state}"
    key = f"beyond:{day.harvester_id}:{day.on}:{goods}:{day.mass_g}"
    about = (Pointer(About.HARVESTER, day.harvester_id, day.harvester),)
    return Alarm(AlarmKind.HARVESTER_STANDS_OUT, key, facts, about, day.on)


def duplicates(people: Iterable[Likeness]) -> Iterator[Alarm]:
    """Find people who may be one: those alike by name together, those with one telephone together.

    Of several who are alike the first stands for all, so nobody is compared with everybody.
    """
    known = Register()
    by_name, by_phone = _Circles(), _Circles()
    for person in people:
        for other, why in known.alike(person):
            (by_phone if why is Alike.PHONE else by_name).join(other, person, why)
        known.add(person)
    told: set[tuple[str, ...]] = set()
    for group, alike in (*by_name.circles(), *by_phone.circles()):
        ids = tuple(sorted(str(one.id) for one in group))
        if ids not in told:
            told.add(ids)
            yield _one_person(ids, group, alike)


class _Circles:
    """People who are alike, each with the one they are like first, up to one who stands for all."""

    def __init__(self) -> None:
        self._first: dict[Likeness, Likeness] = {}
        self._why: dict[Likeness, set[Alike]] = defaultdict(set)

    def _root(self, person: Likeness) -> Likeness:
        while (first := self._first.setdefault(person, person)) != person:
            person = first
        return person

    def join(self, one: Likeness, other: Likeness, why: Alike) -> None:
        """Let two people, and all who are like them, stand together."""
        root, leaf = self._root(one), self._root(other)
        self._first[leaf] = root
        self._why[root] |= {why} | (self._why.pop(leaf, set()) if leaf != root else set())

    def circles(self) -> list[tuple[list[Likeness], set[Alike]]]:
        """Give who stands together, and by what."""
        found: dict[Likeness, list[Likeness]] = defaultdict(list)
        for person in self._first:
            found[self._root(person)].append(person)
        return [(group, self._why[root]) for root, group in found.items()]


def _one_person(ids: Sequence[str], group: Iterable[Likeness], alike: set[Alike]) -> Alarm:
    people = sorted(group, key=lambda one: one.local_id)
    facts = {
        "harvesters": ", ".join(person.local_id for person in people),
        "count": len(people),
        "alike": ", ".join(one for one in Alike if one in alike),
    }
    key = f"people:{sha256(':'.join(ids).encode()).hexdigest()}"
    about = tuple(Pointer(About.HARVESTER, one.id, one.local_id) for one in people if one.id)
    return Alarm(AlarmKind.DUPLICATE_HARVESTERS, key, facts, about)
