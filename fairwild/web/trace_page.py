"""The facts of a trace as the sentences and pictures of its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import urlsplit

from flask_babel import gettext

from fairwild.certificates.states import Standing
from fairwild.drawing.map import Mark, country_map, has_country
from fairwild.http import house
from fairwild.kernel.quantities import State
from fairwild.labels.tracing.facts import (
    ClaimBasis,
    TraceClaim,
    TraceFacts,
    TracePlace,
    TracePlant,
    TraceStep,
)
from fairwild.lots.states import MovementKind
from fairwild.web.frame import language
from fairwild.wording import trace as words
from fairwild.wording import word
from fairwild.wording.figures import day, number, percent, ratio, weight
from fairwild.wording.goods import form_and_state

MOST_MAPS = 2

_TONES = {
    ClaimBasis.VERIFIED: "verified",
    ClaimBasis.CHECKED: "good",
    ClaimBasis.REGISTERED: "info",
    ClaimBasis.STATED: "stated",
    ClaimBasis.MISSING: "warn",
}
_ICONS = {
    MovementKind.COLLECT: "basket",
    MovementKind.DRY: "sun",
    MovementKind.CUT: "scissors",
    MovementKind.PACK: "package",
    MovementKind.SPLIT: "arrows-split",
    MovementKind.MERGE: "arrows-join",
    MovementKind.SHIP: "truck",
    MovementKind.RECEIVE: "circle-check",
    MovementKind.RETURN: "refresh",
    MovementKind.BLEND: "arrows-join",
    MovementKind.DISTIL: "droplet",
    MovementKind.MACERATE: "droplet",
    MovementKind.MILL: "scissors",
    MovementKind.SIFT: "scissors",
    MovementKind.GRADE: "scale",
    MovementKind.UNCERTIFY: "ban",
    MovementKind.TAKE_BACK: "refresh",
}
_SEALS = {
    Standing.ISSUED: ("", "rosette-discount-check"),
    Standing.SUPERSEDED: ("", "rosette-discount-check"),
    Standing.EXPIRED: ("", "history"),
    Standing.TERMINATED: (" seal-warn", "alert-circle"),
    Standing.SUSPENDED: (" seal-warn", "player-pause"),
    Standing.NOT_YET_VALID: (" seal-warn", "clock"),
    Standing.WITHDRAWN: (" seal-bad", "circle-x"),
}


@dataclass(frozen=True)
class ToldStep:
    """A step as the timeline draws it."""

    title: str
    when: str
    icon: str
    actor: str
    facts: list[tuple[str, str]]
    tone: str


@dataclass(frozen=True)
class ToldClaim:
    """A claim in words; the tone only repeats what the basis says."""

    title: str
    tone: str
    basis: str
    ground: str


@dataclass(frozen=True)
class Told:
    """A trace in the reader's language."""

    name: str
    seal_class: str
    seal_icon: str
    seal_title: str
    then_and_now: str
    what: list[tuple[str, str]]
    places: list[str]
    maps: list[tuple[str, str]]
    season: str
    all_fresh: bool
    steps: list[ToldStep]
    claims: list[ToldClaim]
    domain: str


def domain() -> str:
    """Name the host a genuine label leads to."""
    return urlsplit(house().settings.base_url).netloc


def told(trace: TraceFacts) -> Told:
    """Tell a trace in the reader's language."""
    seal_class, seal_icon, seal_title = _seal(trace)
    return Told(
        name=_name(trace),
        seal_class=seal_class,
        seal_icon=seal_icon,
        seal_title=seal_title,
        then_and_now=_then_and_now(trace),
        what=_what(trace),
        places=[_place(place) for place in trace.places],
        maps=list(_maps(trace.places)),
        season=_days(trace.collected_from, trace.collected_until),
        all_fresh=all(
            step.state is State.FRESH for step in trace.steps if step.kind is MovementKind.COLLECT
        ),
        steps=[_step(step) for step in trace.steps],
        claims=[_claim(claim) for claim in trace.claims],
        domain=domain(),
    )


def plant_name(plant: TracePlant) -> str:
    """Give the name people use in the reader's language, or the scientific one."""
    return plant.common_names.get(language()) or plant.scientific_name


def _name(trace: TraceFacts) -> str:
    if trace.product is not None:
        return trace.product.product
    names = [
        gettext("%(plant)s (%(part)s)", plant=plant_name(plant), part=word(plant.part))
        for plant in trace.plants
    ]
    return " · ".join(names)


def _seal(trace: TraceFacts) -> tuple[str, str, str]:
    worth = trace.worth
    if trace.undone:
        return " seal-bad", "circle-x", gettext("Taken back: nothing with this code counts")
    if worth is None:
        return " seal-quiet", "info-circle", gettext("Not certified")
    kind, sign = _SEALS[worth]
    if worth in {Standing.ISSUED, Standing.SUPERSEDED, Standing.EXPIRED}:
        share = trace.product.share if trace.product else Fraction(1)
        if share < 1:
            return kind, sign, gettext("%(share)s FairWild certified", share=percent(share))
        return kind, sign, gettext("FairWild certified goods")
    title = gettext("Certified then; the certificate has changed since")
    return kind, sign, title


def _then_and_now(trace: TraceFacts) -> str:
    """Say in plain words what the goods were worth then and what the certificate is today."""
    certificate = trace.certificate
    if trace.undone:
        said: str = gettext(
            "What made this lot was a mistake, and %(holder)s took it back. A packet with this "
            "label should not be on sale.",
            holder=trace.holder,
        )
        return said
    if not trace.certified or certificate is None:
        reason = words.REASONS.get(trace.judgement, words.UNCOVERED)
        return f"{gettext('These goods carry no certificate.')} {reason}"
    then = str(words.THEN[trace.judged_at]) % {"day": day(trace.judged_on)}
    since = day(certificate.now_since) if certificate.now_since else ""
    return f"{then} {str(words.NOW[certificate.now]) % {'day': since}}"


def _what(trace: TraceFacts) -> list[tuple[str, str]]:
    facts = [
        (gettext("Form"), form_and_state(trace, ", ")),
        (gettext("Lot"), trace.lot_number),
        (gettext("Weight of the lot"), weight(trace.made_g)),
        (gettext("Held by"), trace.holder),
    ]
    if trace.units and trace.unit_g:
        packed = gettext(
            "%(units)s packs of %(mass)s", units=number(trace.units), mass=weight(trace.unit_g)
        )
        facts.insert(2, (gettext("Packs"), packed))
    if trace.label_serial is not None:
        facts.append((gettext("Label number"), number(trace.label_serial)))
    return facts


def _place(place: TracePlace) -> str:
    country = words.country_name(place.country)
    if place.sensitive:
        hidden: str = gettext(
            "%(country)s. The exact place is kept secret to protect the plants.", country=country
        )
        return hidden
    known = [part for part in (place.name, place.admin_unit, country) if part]
    return ", ".join(known)


def _maps(places: Iterable[TracePlace]) -> Iterator[tuple[str, str]]:
    by_country: dict[str, list[TracePlace]] = {}
    for place in places:
        if has_country(place.country):
            by_country.setdefault(place.country, []).append(place)
    for count, (country, here) in enumerate(by_country.items()):
        if count == MOST_MAPS:
            return
        name = words.country_name(country)
        marks = [Mark(place.middle, place.radius_km, _place(place)) for place in here]
        title = gettext("Map of %(country)s with the places of collection", country=name)
        picture = country_map(
            country, marks=list(dict.fromkeys(marks)), title=title, key=f"map-{count}"
        )
        widest = max(place.radius_km for place in here)
        caption = gettext(
            "%(country)s. The circles are about %(km)s km wide on purpose, so that nobody finds "
            "the spot.",
            country=name,
            km=2 * widest,
        )
        yield picture, caption


def _days(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    if last is None or last == first:
        return day(first)
    both: str = gettext("%(first)s to %(last)s", first=day(first), last=day(last))
    return both


def _step(step: TraceStep) -> ToldStep:
    title = str(words.STEPS[step.kind])
    if step.batch_count > 1:
        title = gettext("%(deed)s, in %(count)s lots", deed=title, count=number(step.batch_count))
    return ToldStep(
        title=title,
        when=_days(step.on, step.until),
        icon=_ICONS.get(step.kind, "note"),
        actor=step.by,
        facts=list(_weights(step)),
        tone="" if step.certified else "quiet",
    )


def _weights(step: TraceStep) -> Iterator[tuple[str, str]]:
    made = weight(step.made_g)
    if step.kind is MovementKind.COLLECT:
        yield gettext("Bought"), gettext("%(mass)s %(state)s", mass=made, state=word(step.state))
        yield gettext("Deliveries"), number(step.receipt_count)
        return
    if step.taken_g and step.taken_g != step.made_g:
        yield gettext("In"), weight(step.taken_g)
        yield gettext("Out"), made
    else:
        yield gettext("Weight"), made
    if step.ratio is not None:
        yield gettext("Fresh to dry"), f"{ratio(step.ratio)} : 1"
    if step.units and step.unit_g:
        yield gettext("Packs"), f"{number(step.units)} × {weight(step.unit_g)}"
    if step.by_product_g:
        yield gettext("By-product"), weight(step.by_product_g)
    if step.loss_g:
        yield gettext("Loss"), weight(step.loss_g)


def _claim(claim: TraceClaim) -> ToldClaim:
    facts = {"by": claim.by, "on": day(claim.on) if claim.on else "", "paper": claim.paper}
    return ToldClaim(
        title=word(claim.code),
        tone=_TONES[claim.basis],
        basis=word(claim.basis),
        ground=str(words.GROUNDS[f"{claim.code}:{claim.basis}"]) % facts,
    )
