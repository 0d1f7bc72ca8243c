"""Fields of the trade: weights as text, words of closed lists, moments, and strict schemas."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from fairwild.kernel import quantities

COUNTRIES = validate.Regexp(r"[A-Z]{2}\Z", error="not-a-country")
CODES = validate.Regexp(r"[A-Z0-9]{2,12}\Z", error="not-a-code")
PRINTABLE = validate.Regexp(
    r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]*\Z", error="unprintable"
)
DAYS = validate.Range(date(1900, 1, 1), date(2199, 12, 31), error="day-out-of-range")
"""What a day of the trade can be; one beyond is a slip of the finger, and has no year after it."""
MISSING: dict[str, Any] = {"required": "missing", "null": "missing"}
CHOSEN = MISSING | {"invalid_uuid": "unknown"}


class Order(Schema):
    """A request to do something; what is not known is refused."""

    class Meta:
        """Unknown fields are errors."""

        unknown = RAISE

    error_messages = {"unknown": "unknown-field"}  # noqa: RUF012 - marshmallow's own way


def line(*, required: bool = True, longest: int = 200, **more: Any) -> fields.String:
    """Give a field of one line of printable text."""
    least = 1 if required else 0
    size = validate.Length(min=least, max=longest)
    absent: dict[str, Any] = {} if required else {"load_default": ""}
    return fields.String(
        required=required, validate=[size, PRINTABLE], error_messages=MISSING, **(absent | more)
    )


def text(*, required: bool = False, longest: int = 4000) -> fields.String:
    """Give a field of several lines."""
    return line(required=required, longest=longest)


class Kilograms(fields.Field[int]):
    """A mass as text: kilograms outside with at most three decimals, whole grams inside.

    Grams, tonnes and pounds are read too, with their unit behind the number: `300 g`, `1.2 t`,
    `27.5 lb`. What was not stated in kilograms loads as `StatedGrams`, an integer that remembers
    its words: `stated_of({"gross": gross_g, "tare": tare_g})` gives what is to be kept of them.
    """

    def __init__(self, *, least_g: int = 0, **more: Any) -> None:
        self.least_g = least_g
        metadata = {
            "type": "string",
            "pattern": r"^[0-9]{1,12}([.,][0-9]{1,6})?( ?(kg|g|t|lb))?$",
            "examples": ["12.5", "300 g", "1.2 t", "27.5 lb"],
        }
        super().__init__(metadata=metadata, error_messages=MISSING, **more)

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else quantities.kilograms(value)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> int:
        if not isinstance(value, str):
            message = "not-a-weight"
            raise ValidationError(message)
        try:
            read = quantities.read_mass(value)
        except ValueError as error:
            message = "not-a-weight"
            raise ValidationError(message) from error
        if read.grams < self.least_g:
            message = "too-little"
            raise ValidationError(message)
        return read.grams if read.unit == "kg" else quantities.StatedGrams(read)


class Word(fields.Field[StrEnum]):
    """A word of a closed list."""

    def __init__(self, enum: type[StrEnum], **more: Any) -> None:
        self.enum = enum
        metadata: dict[str, Any] = {"type": "string", "enum": [one.value for one in enum]}
        super().__init__(metadata=metadata, error_messages=MISSING, **more)
        if self.allow_none:
            self.metadata = {**metadata, "enum": [*metadata["enum"], None]}

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> StrEnum:
        try:
            return self.enum(value)
        except ValueError as error:
            message = "unknown"
            raise ValidationError(message) from error


class Moment(fields.Field[datetime]):
    """A moment with its offset (RFC 3339); a form's local time is read in `zone` of the context."""

    def __init__(self, **more: Any) -> None:
        metadata = {"type": "string", "format": "date-time"}
        super().__init__(metadata=metadata, error_messages=MISSING, **more)

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **_: Any
    ) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> datetime:
        try:
            read = datetime.fromisoformat(str(value))
            zone: ZoneInfo | None = getattr(self.root, "zone", None)
            if read.tzinfo is None and zone is None:
                raise ValueError
            aware = read if read.tzinfo else read.replace(tzinfo=zone)
            return aware.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            message = "not-a-moment"
            raise ValidationError(message) from error


class Amount(fields.String):
    """An amount of money as text; its currency stands beside it."""

    def __init__(self, **more: Any) -> None:
        pattern = validate.Regexp(r"[0-9]{1,12}([.,][0-9]{1,3})?\Z", error="not-an-amount")
        super().__init__(validate=pattern, error_messages=MISSING, **more)


class SeenRow(Schema):
    """What every answered thing has."""

    id = fields.UUID(dump_only=True)
    version = fields.Integer(dump_only=True)


def day(**more: Any) -> fields.Date:
    """A day as `2026-03-01`; its errors are the house's codes."""
    wrong = MISSING | {"invalid": "not-a-day", "format": "not-a-day"}
    return fields.Date(validate=DAYS, error_messages=wrong, **more)


def until_after(typed: dict[str, Any], *, last: str, until: str) -> dict[str, Any]:
    """Turn the last day of a form into the first day after it; none stays none."""
    said = typed.pop(last, None)
    return {**typed, until: said and said + timedelta(days=1)}
