"""Many codes and numbers looked up at once: lots, labels, receipts and consignments."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairwild.kernel.codes import read_code
from fairwild.labels.records import Label
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.search import lots_seen, receipts_of_numbers
from fairwild.organisations.queries import organisations_by_id
from fairwild.trade.queries.numbers import consignments_of_numbers
from fairwild.unit_of_work import Reading

MOST_CODES = 1000


class FoundKind(StrEnum):
    """What a code or number stands for."""

    LOT = "lot"
    LABEL = "label"
    RECEIPT = "receipt"
    CONSIGNMENT = "consignment"


@dataclass(frozen=True)
class FoundCode:
    """What was typed, what it is, and where it is as far as one may know."""

    typed: str
    kind: FoundKind
    number: str
    subject_id: UUID | None
    code: str = ""
    status: str = ""
    status_kind: str = ""
    where: str = ""
    available_g: int | None = None
    certified: bool | None = None


@dataclass(frozen=True)
class FoundCodes:
    """Everything that was found, in the order it was typed, and what was not."""

    found: tuple[FoundCode, ...]
    unknown: tuple[str, ...]


def meant(typed: str) -> str:
    """Give the number or code in what was typed; of an address its last part."""
    text = typed.strip().strip("'\"").strip()
    return urlsplit(text).path.rpartition("/")[2] if "/" in text else text


def find_codes(reading: Reading, typed: Sequence[str]) -> FoundCodes:
    """Look up to a thousand numbers and codes up, with as many questions as for one.

    Everything is found by those who may see it. What belongs to others, their labels too, is
    answered exactly like what does not exist.
    """
    wanted = {one: meant(one) for one in dict.fromkeys(typed) if meant(one)}
    numbers = {form for one in wanted.values() for form in (one, one.upper())}
    codes = {code for one in wanted.values() if (code := read_code(one))}
    labels = _labels(reading, codes)
    answers = _Answers(
        lots=_by_number(lots_seen(reading, numbers, codes, set(labels.values()))),
        receipts=receipts_of_numbers(reading, numbers),
        consignments=consignments_of_numbers(reading, numbers),
        labels=labels,
    )
    names = {one.id: one.name for one in organisations_by_id(reading, answers.holders()).values()}
    found = {one: answers.of(one, text, names) for one, text in wanted.items()}
    return FoundCodes(
        tuple(one for one in found.values() if one is not None),
        tuple(one for one, answer in found.items() if answer is None),
    )


def _by_number(lots: Iterable[LotFacts]) -> dict[str, LotFacts]:
    return {name: lot for lot in lots for name in (lot.number, lot.code)}


def _labels(reading: Reading, codes: Iterable[str]) -> dict[str, UUID]:
    """Give the lot of every label with one of these codes."""
    query = select(Label).where(Label.code.in_(set(codes))).options(joinedload(Label.run))
    return {label.code: label.run.lot_id for label in reading.session.scalars(query)}


Names = Mapping[UUID, str]


@dataclass(frozen=True)
class _Answers:
    """What the tables know of the numbers and codes, by number or code."""

    lots: Mapping[str, LotFacts]
    receipts: Mapping[str, tuple[UUID, str, bool]]
    consignments: Mapping[str, tuple[UUID, str, UUID, UUID]]
    labels: Mapping[str, UUID]

    def holders(self) -> set[UUID]:
        """Name every organisation that an answer speaks of."""
        held = {lot.holder_id for lot in self.lots.values()}
        return held | {one for answer in self.consignments.values() for one in answer[2:]}

    def of(self, typed: str, text: str, names: Names) -> FoundCode | None:
        """Give what one of them stands for, if it stands for anything."""
        ways: tuple[Callable[[str, str, Names], FoundCode | None], ...] = (
            self._lot,
            self._receipt,
            self._consignment,
            self._label,
        )
        return next((answer for way in ways if (answer := way(typed, text, names))), None)

    def _lot(self, typed: str, text: str, names: Names) -> FoundCode | None:
        lot = self.lots.get(text.upper()) or self.lots.get(text)
        lot = lot or self.lots.get(read_code(text) or "")
        if lot is None:
            return None
        return FoundCode(
            typed=typed,
            kind=FoundKind.LOT,
            number=lot.number,
            subject_id=lot.id,
            code=lot.code,
            status=lot.status,
            status_kind="LotStatus",
            where=names.get(lot.holder_id, ""),
            available_g=lot.available_g,
            certified=lot.certified,
        )

    def _receipt(self, typed: str, text: str, names: Names) -> FoundCode | None:
        answer = self.receipts.get(text.upper()) or self.receipts.get(text)
        if answer is None:
            return None
        receipt_id, lot_number, is_reversed = answer
        status = "taken-back" if is_reversed else "stands"
        return FoundCode(
            typed, FoundKind.RECEIPT, text.upper(), receipt_id, "", status, "Receipt", lot_number
        )

    def _consignment(self, typed: str, text: str, names: Names) -> FoundCode | None:
        answer = self.consignments.get(text.upper()) or self.consignments.get(text)
        if answer is None:
            return None
        consignment_id, status, *ends = answer
        where = " → ".join(names.get(end, "") for end in ends)
        return FoundCode(
            typed,
            FoundKind.CONSIGNMENT,
            text.upper(),
            consignment_id,
            "",
            status,
            "ConsignmentStatus",
            where,
        )

    def _label(self, typed: str, text: str, names: Names) -> FoundCode | None:
        code = read_code(text) or ""
        by_id = {lot.id: lot for lot in self.lots.values()}
        lot = by_id.get(self.labels[code]) if code in self.labels else None
        if lot is None:
            return None
        where = names.get(lot.holder_id, "")
        return FoundCode(typed, FoundKind.LABEL, lot.number, lot.id, code, where=where)
