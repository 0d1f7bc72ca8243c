"""How long a certificate lasts, what it is worth at an instant, and what it covers. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from fairwild.certificates.facts import (
    CertificateFacts,
    Coverage,
    GoodsFacts,
    ScopeLine,
    StatusAt,
    StatusChange,
)
from fairwild.certificates.states import MOVES, CertificateStatus, Standing
from fairwild.kernel.periods import add_months
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Obstacle

_ENDINGS = frozenset(
    {
        CertificateStatus.WITHDRAWN,
        CertificateStatus.TERMINATED,
        CertificateStatus.SUPERSEDED,
    }
)


def first_day_after(issued_on: date, months: int) -> date:
    """Give the first day after a term of calendar months.

    Where that month lacks the day, it is the first of the month after: 30 November and
    15 months end with the last day of February.
    """
    reached = add_months(issued_on, months)
    return reached if reached.day == issued_on.day else reached + timedelta(days=1)


def day_before(day: date) -> date:
    """Give the last day of a term that ends before this one."""
    return day - timedelta(days=1)


def last_valid_day(issued_on: date, months: int) -> date:
    """Give the last day of a term of calendar months (rule R02)."""
    return first_day_after(issued_on, months) - timedelta(days=1)


def certificate_number(body_code: str, *, year: int, serial: int, reissue: int = 0) -> str:
    """Write a certificate number: `CB-2026-00042`, a replacement with `-R1` behind it."""
    number = f"{body_code}-{year:04d}-{serial:05d}"
    return f"{number}-R{reissue}" if reissue else number


def reissue_number(number: str) -> str:
    """Give the number of the next corrected reissue: `CB-2026-00042-R1`, then `-R2`."""
    first, _, count = number.partition("-R")
    return f"{first}-R{int(count or 0) + 1}"


def status_on(
    changes: Iterable[StatusChange], valid_from: date, valid_until: date, at: datetime
) -> StatusAt:
    """Judge a certificate at an instant; days begin at midnight UTC, and `valid_until` is outside.

    What a body ended stays ended under its own name; otherwise the calendar has the last word.
    """
    past = sorted((change for change in changes if change.at <= at), key=lambda change: change.at)
    if not past or at < _midnight(valid_from):
        return _before_validity(past)
    latest = past[-1]
    expiry = _midnight(valid_until)
    if at >= expiry and latest.to not in _ENDINGS:
        return StatusAt(Standing.EXPIRED, expiry)
    return StatusAt(Standing(latest.to), latest.at, latest.reason)


def _before_validity(past: list[StatusChange]) -> StatusAt:
    if past and past[-1].to is not CertificateStatus.ISSUED:
        return StatusAt(Standing(past[-1].to), past[-1].at, past[-1].reason)
    return StatusAt(Standing.NOT_YET_VALID)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def status_of(certificate: CertificateFacts, *, at: datetime) -> StatusAt:
    """Judge a certificate at an instant."""
    days = (certificate.valid_from, certificate.valid_until)
    return status_on(certificate.changes, *days, at)


def covers(
    certificate: CertificateFacts, goods: GoodsFacts, *, at: datetime
) -> tuple[Obstacle, ...]:
    """Say why these goods were not covered at that instant; nothing where they were (rule R09)."""
    status = status_of(certificate, at=at)
    facts = {"certificate": certificate.number, "standing": status.standing, "since": status.since}
    in_force = () if status.in_force else (Obstacle("certificate-not-in-force", facts),)
    return (*in_force, *_obstacles_in_scope(certificate, goods))


def _obstacles_in_scope(certificate: CertificateFacts, goods: GoodsFacts) -> Iterator[Obstacle]:
    named = {"certificate": certificate.number, "species": goods.species}
    lines = [line for line in certificate.scope if line.species_id == goods.species_id]
    if not lines:
        yield Obstacle("species-not-in-scope", named)
        return
    lines = [line for line in lines if line.part is goods.part]
    if not lines:
        yield Obstacle("part-not-in-scope", {**named, "part": goods.part})
        return
    here = [line for line in lines if goods.area_id in line.area_ids]
    if not here:
        yield Obstacle("area-not-in-scope", {**named, "part": goods.part, "area": goods.area})
    if not any(_takes_form(line, goods) for line in here or lines):
        yield Obstacle("form-not-in-scope", {**named, "part": goods.part, "form": goods.form})
    if not any(_takes_state(line, goods.state) for line in here or lines):
        yield Obstacle("state-not-in-scope", {**named, "part": goods.part, "state": goods.state})


def forms_in_scope(certificate: CertificateFacts, goods: GoodsFacts) -> frozenset[Form] | None:
    """Give the forms in which the scope covers goods of this kind and area; None for every form."""
    here = [
        line
        for line in certificate.scope
        if (line.species_id, line.part) == (goods.species_id, goods.part)
        and goods.area_id in line.area_ids
    ]
    if any(not line.forms for line in here):
        return None
    return frozenset[Form]().union(*(line.forms for line in here))


def _takes_form(line: ScopeLine, goods: GoodsFacts) -> bool:
    return not line.forms or goods.form is None or goods.form in line.forms


def _takes_state(line: ScopeLine, state: State | None) -> bool:
    return state is None or line.state in {None, state}


def maximum_of(
    certificate: CertificateFacts, species_id: UUID, part: PlantPart, state: State
) -> int:
    """Give how many grams of a plant a year the lines of a scope allow in this state together."""
    return sum(
        line.maximum_g or 0
        for line in certificate.scope
        if (line.species_id, line.part) == (species_id, part) and _takes_state(line, state)
    )


def obstacles_to_drawing(coverage: Coverage, *, drawn_g: int, mass_g: int) -> Iterator[Obstacle]:
    """Say why this mass cannot be collected as certified: the certificate allows no more of it."""
    left_g = max(coverage.maximum_g - drawn_g, 0)
    if mass_g > left_g:
        facts = {
            "certificate": coverage.certificate,
            "maximum_g": coverage.maximum_g,
            "drawn_g": drawn_g,
            "wanted_g": mass_g,
            "left_g": left_g,
        }
        yield Obstacle("certificate-maximum-exceeded", facts, at="gross_g")


def obstacles_to_moving(
    standing: Standing, to: CertificateStatus, *, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against giving a certificate of this standing another status."""
    if standing is Standing.EXPIRED:
        yield Obstacle("certificate-expired", {"to": to})
    elif to not in MOVES[_stored(standing)]:
        yield Obstacle("move-not-allowed", {"status": _stored(standing), "to": to})
    if not reason.strip():
        yield Obstacle("reason-missing", {"to": to})


def obstacles_to_changing(
    standing: Standing, to: CertificateStatus, *, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against changing a status by word alone: to supersede takes a certificate."""
    yield from obstacles_to_moving(standing, to, reason=reason)
    if to is CertificateStatus.SUPERSEDED:
        yield Obstacle("supersede-needs-certificate")


def moves_from(standing: Standing) -> tuple[CertificateStatus, ...]:
    """List what a body may make of a certificate of this standing, in the order of gravity."""
    return tuple(
        to
        for to in CertificateStatus
        if not any(True for _ in obstacles_to_changing(standing, to, reason="any"))
    )


def obstacles_to_issuing(
    scope: Collection[ScopeLine], lasting: Iterable[CertificateFacts], *, at: datetime
) -> Iterator[Obstacle]:
    """Say what stands against a certificate of this scope beside those that still last."""
    if not scope:
        yield Obstacle("certificate-scope-empty")
    for line in scope:
        if not line.area_ids:
            yield Obstacle("scope-line-without-area", {"species": line.species, "part": line.part})
        if not line.maximum_g:
            facts = {"species": line.species, "part": line.part}
            yield Obstacle("scope-line-without-maximum", facts)
    for certificate in lasting:
        if status_of(certificate, at=at).standing is Standing.SUSPENDED:
            yield Obstacle("earlier-certificate-suspended", {"certificate": certificate.number})


def obstacles_to_amending(
    standing_version: str | None, *, kind: str, version: str
) -> Iterator[Obstacle]:
    """Say what stands against an audit changing a certificate in force instead of renewing it.

    Only initial, annual and remote audits look at a whole year of an operation and give a new
    term; every other audit needs a certificate in force, of the version it was audited under.
    """
    if standing_version is None:
        yield Obstacle("nothing-in-force-to-amend", {"kind": kind})
    elif standing_version != version:
        yield Obstacle("amending-another-version", {"version": standing_version})


def extended_scope(
    standing: Iterable[ScopeLine], added: Iterable[ScopeLine]
) -> tuple[ScopeLine, ...]:
    """Give the scope of a certificate with what an extension adds: nothing of the old is lost.

    A new line about areas that are in the scope already makes the old line wider: the greater
    maximum of the two holds. Any other line stands beside the old ones.
    """
    lines = list(standing)
    for line in added:
        met = [
            number
            for number, known in enumerate(lines)
            if _same_goods(known, line) and known.area_ids & line.area_ids
        ]
        if met:
            lines[met[0]] = _widened(lines[met[0]], line)
        else:
            lines.append(line)
    return tuple(lines)


def _same_goods(one: ScopeLine, other: ScopeLine) -> bool:
    named = (one.species_id, one.part, one.state)
    return named == (other.species_id, other.part, other.state)


def _widened(known: ScopeLine, line: ScopeLine) -> ScopeLine:
    everything = not known.forms or not line.forms
    return replace(
        known,
        area_ids=known.area_ids | line.area_ids,
        forms=frozenset() if everything else known.forms | line.forms,
        maximum_g=max(known.maximum_g or 0, line.maximum_g or 0),
        risk_class=line.risk_class,
    )


def scope_beyond(lines: Iterable[ScopeLine], other: Iterable[ScopeLine]) -> tuple[ScopeLine, ...]:
    """Give what of these lines no line of another scope covers: their areas that it lacks."""
    others = tuple(other)
    left = []
    for line in lines:
        covered = {one for held in others if _same_goods(held, line) for one in held.area_ids}
        if line.area_ids - covered:
            left.append(replace(line, area_ids=line.area_ids - covered))
    return tuple(left)


def lines_changed(
    held: Iterable[ScopeLine], scope: Iterable[ScopeLine]
) -> tuple[tuple[ScopeLine, ScopeLine], ...]:
    """Give every line of a scope beside the one it follows, where maximum or forms differ."""
    after = tuple(scope)
    return tuple(
        (known, line)
        for known in held
        for line in after
        if _same_goods(known, line)
        and known.area_ids & line.area_ids
        and (known.maximum_g, known.forms) != (line.maximum_g, line.forms)
    )


def _stored(standing: Standing) -> CertificateStatus:
    if standing is Standing.NOT_YET_VALID:
        return CertificateStatus.ISSUED
    return CertificateStatus(standing)
