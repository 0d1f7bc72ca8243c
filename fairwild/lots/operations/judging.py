"""What a movement makes of its material: certified or not, at its moment, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fairwild.certificates.facts import CertificateFacts
from fairwild.certificates.queries import Judgement, follower_of, judge_many
from fairwild.certificates.queries.judging import IN_FORCE
from fairwild.certificates.rules import status_of
from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.lots.custody.facts import Foreseen
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.custody import goods_by_lot, held_certificates
from fairwild.lots.rules import in_common
from fairwild.unit_of_work import Reading

UNCERTIFIED_INPUT = "uncertified-input"
CERTIFIED_WHEN_SOLD = "certified-when-sold"

Held = Mapping[UUID, CertificateFacts]


def judge_handling(work: Reading, lots: Sequence[LotFacts], *, at: datetime) -> Judgement:
    """Judge what is made of these lots at that moment (rule R09, house.md section 6).

    Uncertified material stays so. Certified material of the certificate's own holder needs a
    certificate in force for every area it came from, then and when it is recorded: otherwise
    the stock is frozen, and the deed refused rather than the status lost. What somebody
    bought while it was certified keeps the status it was sold with.
    """
    if not all(lot.certified for lot in lots):
        body_id: UUID | None = in_common(lots, lambda lot: lot.body_id)
        return Judgement(certified=False, code=UNCERTIFIED_INPUT, body_id=body_id)
    return judge_certified(work, lots, at=at)


def judge_certified(work: Reading, lots: Sequence[LotFacts], *, at: datetime) -> Judgement:
    """Judge certified lots at that moment; raises Refused where one of them is frozen."""
    held = held_certificates(work, lots)
    own = [lot for lot in lots if _is_own(lot, held)]
    if own and at < work.now:
        _judged(work, own, held, work.now)  # what is frozen today cannot be processed yesterday
    return _together([*_judged(work, own, held, at), *_as_sold(lots, held)])


def obstacles_to_handling_now(reading: Reading, lot: LotFacts) -> tuple[Obstacle, ...]:
    """Say why a lot is frozen: certified goods of a holder whose certificate does not stand now."""
    held = held_certificates(reading, [lot])
    if not lot.certified or not _is_own(lot, held):
        return ()
    return tuple(_against(_judgements(reading, [lot], held, reading.now)))


def foreseen(reading: Reading, lot: LotFacts, forms: Iterable[Form]) -> Foreseen:
    """Say what would become of certified goods in these forms today; nothing of frozen ones."""
    if not lot.certified or obstacles_to_handling_now(reading, lot):
        return Foreseen()
    judgement = judge_certified(reading, [lot], at=reading.now)
    several = tuple(dict.fromkeys(forms))
    keeps = tuple(form for form in several if judgement.takes(form))
    loses = tuple(form for form in several if form not in keeps)
    return Foreseen(judgement.number, keeps, loses)


def _is_own(lot: LotFacts, held: Held) -> bool:
    """Tell whether a certificate of the lot is its holder's: whoever bought it has none."""
    return any(held[one].holder_id == lot.holder_id for one in lot.certificate_ids)


def _as_sold(lots: Iterable[LotFacts], held: Held) -> Iterator[Judgement]:
    """Give the judgements under which the goods of others were bought."""
    for lot in lots:
        for one in lot.certificate_ids:
            if held[one].holder_id != lot.holder_id:
                yield Judgement(
                    certified=True,
                    code=CERTIFIED_WHEN_SOLD,
                    certificate_id=one,
                    body_id=held[one].body_id,
                    number=held[one].number,
                )


def _judged(work: Reading, own: Sequence[LotFacts], held: Held, at: datetime) -> list[Judgement]:
    """Judge a holder's own goods of every plant and area; raises Refused where one is frozen."""
    judged = _judgements(work, own, held, at)
    obstacles = _against(judged)
    if obstacles:
        raise Refused(obstacles)
    return judged


def _against(judged: Iterable[Judgement]) -> list[Obstacle]:
    """Give what freezes goods so judged, each reason once."""
    return list({one.code: one for found in judged for one in found.obstacles}.values())


def _judgements(
    work: Reading, own: Sequence[LotFacts], held: Held, at: datetime
) -> list[Judgement]:
    """Judge a holder's own goods of every plant and area, frozen or not.

    A product, and goods whose area nobody knows, are judged by the certificate they carry.
    """
    if not own:
        return []
    holder_id = own[0].holder_id
    named = goods_by_lot(work, own, operator_id=holder_id)
    goods = list(dict.fromkeys(one for several in named.values() for one in several))
    judged = judge_many(work, holder_id=holder_id, goods=goods, at=at) if goods else []
    carried = {
        one
        for lot in own
        if not named.get(lot.id)
        for one in lot.certificate_ids
        if held[one].holder_id == holder_id
    }
    return judged + [_judged_by(work, held[one], at) for one in sorted(carried)]


def _judged_by(work: Reading, held: CertificateFacts, at: datetime) -> Judgement:
    status = status_of(held, at=at)
    named = follower_of(work, held, [], at=at) or held
    facts = {"certificate": held.number, "standing": status.standing, "since": status.since}
    frozen = not status.in_force and named is held
    return Judgement(
        certified=not frozen,
        code="certificate-not-in-force" if frozen else IN_FORCE,
        certificate_id=named.id,
        body_id=named.body_id,
        number=named.number,
        obstacles=(Obstacle("certificate-not-in-force", facts),) if frozen else (),
    )


def _together(judgements: Sequence[Judgement]) -> Judgement:
    """Join judgements to one: every certificate is named, and only forms all of them cover."""
    certificates = sorted({one for judged in judgements for one in judged.all_certificates})
    bodies = {judged.body_id for judged in judgements}
    codes = {judged.code for judged in judgements}
    limited = [judged.forms for judged in judgements if judged.forms is not None]
    return Judgement(
        certified=True,
        code=IN_FORCE if IN_FORCE in codes else CERTIFIED_WHEN_SOLD,
        certificate_id=certificates[0] if len(certificates) == 1 else None,
        body_id=bodies.pop() if len(bodies) == 1 else None,
        number=", ".join(sorted({judged.number for judged in judgements if judged.number})),
        certificate_ids=tuple(certificates),
        forms=frozenset.intersection(*limited) if limited else None,
    )
