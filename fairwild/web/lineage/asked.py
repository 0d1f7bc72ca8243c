"""What an address asks of the page of a lineage, and the addresses that ask for other things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import request, url_for

from fairwild.lots.lineage.facts import Side

COLOURS = ("status", "area", "village")
SORTS = ("when", "number", "weight", "holder")
MOST_STEPS = 25
MOST_REACH = 3
MOST_TYPED = 120


@dataclass(frozen=True)
class Asked:
    """What is to be seen: stages opened, a search, a neighbourhood, colours, and a page of lots."""

    lot_id: UUID
    steps: Mapping[str, int] = field(default_factory=dict)
    text: str = ""
    near: UUID | None = None
    reach: int = 1
    colour: str = "status"
    side: Side | None = None
    certified: bool | None = None
    sort: str = "when"
    page: int = 1

    def address(self, part: str = "", **changes: Any) -> str:
        """Give the address of this page with something else asked."""
        wanted = self._arguments() | changes
        kept = {name: value for name, value in wanted.items() if value not in ("", None, [])}
        return url_for("provenance.lineage", lot_id=self.lot_id, **kept, _anchor=part or None)

    def _arguments(self) -> dict[str, Any]:
        certified = {True: "yes", False: "no", None: None}[self.certified]
        return {
            "open": _written(self.steps),
            "q": self.text,
            "near": self.near,
            "reach": self.reach if self.near else None,
            "colour": self.colour if self.colour != COLOURS[0] else None,
            "side": self.side,
            "certified": certified,
            "sort": self.sort if self.sort != SORTS[0] else None,
            "page": self.page if self.page > 1 else None,
        }

    def opened(self, stage_id: str) -> str:
        """Give the address with one more step of a stage opened."""
        steps = {**self.steps, stage_id: self.steps.get(stage_id, 0) + 1}
        return self.address("stages", open=_written(steps))

    def closed(self, stage_id: str) -> str:
        """Give the address with a stage closed."""
        steps = {name: count for name, count in self.steps.items() if name != stage_id}
        return self.address("stages", open=_written(steps))

    def sorted_by(self, name: str) -> str:
        """Give the address of the lots in another order, turned round if it is this one."""
        order = f"-{name}" if self.sort == name else name
        return self.address("lots", sort=order, page=None)

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """Give what a form has to carry on, as names and values."""
        pairs = [(name, value) for name, value in self._arguments().items() if name not in without]
        return [
            (name, str(one))
            for name, value in pairs
            for one in (value if isinstance(value, list) else [value])
            if one not in ("", None)
        ]


def _written(steps: Mapping[str, int]) -> list[str]:
    return [name if count == 1 else f"{name}.{count}" for name, count in steps.items()]


def asked(lot_id: UUID) -> Asked:
    """Read what this request asks; what cannot be understood counts as not asked."""
    typed = request.args
    return Asked(
        lot_id=lot_id,
        steps=dict(_step(one) for one in typed.getlist("open")[:MOST_STEPS]),
        text=typed.get("q", "").strip()[:MOST_TYPED],
        near=typed.get("near", type=UUID),
        reach=min(max(typed.get("reach", 1, type=int), 1), MOST_REACH),
        colour=_one_of(typed.get("colour", ""), COLOURS),
        side=typed.get("side", type=Side),
        certified={"yes": True, "no": False}.get(typed.get("certified", "")),
        sort=_order(typed.get("sort", "")),
        page=max(typed.get("page", 1, type=int), 1),
    )


def _step(text: str) -> tuple[str, int]:
    name, _, count = text.partition(".")
    return name[:20], min(max(int(count), 1), MOST_STEPS) if count.isdecimal() else 1


def _one_of(text: str, known: tuple[str, ...]) -> str:
    return text if text in known else known[0]


def _order(text: str) -> str:
    return text if text.lstrip("-") in SORTS else SORTS[0]
