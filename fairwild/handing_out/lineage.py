"""A lineage as files: rows for spreadsheets, and GraphML for programs that draw graphs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.sax.saxutils import escape

from flask import Response, stream_with_context

from fairwild.handing_out import sending
from fairwild.kernel.quantities import kilograms
from fairwild.lots.facts import LotFacts, TracedMovement
from fairwild.lots.lineage.belonging import with_belonging
from fairwild.lots.lineage.facts import Lineage
from fairwild.lots.lineage.queries import lineage_of
from fairwild.organisations.queries import OrganisationFacts, organisations_by_id
from fairwild.sheets import lines_of
from fairwild.unit_of_work import Reading

COLUMNS = (
    "direction",
    "movement",
    "kind",
    "at",
    "organisation",
    "certified",
    "judgement",
    "role",
    "lot",
    "species",
    "part",
    "state",
    "areas",
    "harvester_groups",
    "kg",
    "loss_kg",
    "water_kg",
    "undisclosed_lots",
)
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that no XML may carry."""
GRAPHML = "http://graphml.graphdrawing.org/xmlns"
BETWEEN = "; "
NODE_KEYS = {
    "type": "string",
    "number": "string",
    "species": "string",
    "part": "string",
    "form": "string",
    "state": "string",
    "holder": "string",
    "made_g": "long",
    "made_at": "string",
    "areas": "string",
    "harvester_groups": "string",
    "certified": "boolean",
    "sight": "string",
    "kind": "string",
    "at": "string",
    "organisation": "string",
    "judgement": "string",
    "loss_g": "long",
    "lots": "long",
}
EDGE_KEYS = {"mass_g": "long", "role": "string"}


@dataclass(frozen=True)
class Told:
    """A lineage with what its lots belong to, and the names of who held them."""

    lineage: Lineage
    parties: Mapping[UUID, OrganisationFacts]

    def name(self, organisation_id: UUID) -> str:
        """Give the name of an organisation."""
        known = self.parties.get(organisation_id)
        return known.name if known else ""


def told_for(reading: Reading, lot_id: UUID) -> Told:
    """Give the lineage of a lot as far as the reader may see it; raises NotFound."""
    lineage = with_belonging(reading, lineage_of(reading, lot_id))
    return Told(lineage, organisations_by_id(reading, lineage.party_ids))


def lineage_answer(reading: Reading, lot_id: UUID, form: str) -> Response:
    """Answer with the lineage of a lot as `csv` or `graphml`; raises NotFound."""
    told = told_for(reading, lot_id)
    is_graph = form == "graphml"
    pieces = graphml(told) if is_graph else lines_of(COLUMNS, records(told))
    kind = sending.GRAPHML if is_graph else sending.CSV
    answer = Response(stream_with_context(sending.gathered(pieces)), content_type=kind)
    return sending.named(answer, f"{told.lineage.focus.number}-lineage.{form}")


def records(told: Told) -> Iterator[list[str]]:
    """Give one record for every lot a movement took from or made, and for what is not shown."""
    lineage = told.lineage
    upstream = {movement.seq for movement in lineage.upstream}
    for movement in lineage.movements:
        direction = "upstream" if movement.seq in upstream else "downstream"
        for role, pairs in (("taken", movement.inputs), ("made", movement.outputs)):
            for lot_id, mass_g in pairs:
                yield [
                    direction,
                    *_record(told, movement, role, lineage.lots[lot_id], mass_g),
                ]
    for one in lineage.undisclosed:
        count = "" if one.lot_count is None else str(one.lot_count)
        yield [one.side, *[""] * 6, "not-disclosed", *[""] * 9, count]


def _record(
    told: Told, movement: TracedMovement, role: str, lot: LotFacts, mass_g: int
) -> list[str]:
    return [
        str(movement.seq),
        str(movement.kind),
        _utc(movement.at),
        told.name(movement.organisation_id),
        _yes(movement.certified),
        movement.judgement,
        role,
        lot.number,
        lot.species,
        lot.part.value if lot.part else "",
        lot.state.value,
        *_belonging(told, lot),
        kilograms(mass_g),
        kilograms(movement.loss_g),
        kilograms(movement.water_g),
        "",
    ]


def _belonging(told: Told, lot: LotFacts) -> tuple[str, str]:
    """Give the areas a lot came from and the groups of its harvesters, as far as one may know."""
    lineage = told.lineage
    return _joined(lineage.areas.get(lot.id)), _joined(lineage.groups.get(lot.id))


def _joined(names: Iterable[str] | None) -> str:
    return BETWEEN.join(sorted(names or ()))


def _yes(whether: object) -> str:
    return "yes" if whether else "no"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def graphml(told: Told) -> Iterator[str]:
    """Write the lots, movements and what is not shown as GraphML, with grams on the edges."""
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="{GRAPHML}">'
    for group, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            facts = f'for="{group}" attr.name="{name}" attr.type="{kind}"'
            yield f'<key id="{group}-{name}" {facts} />'
    yield '<graph id="lineage" edgedefault="directed">'
    for name, said in _graph_nodes(told):
        yield f'<node id="{name}">{_said("node", said)}</node>\n'
    for source, target, said in _graph_edges(told):
        yield f'<edge source="{source}" target="{target}">{_said("edge", said)}</edge>\n'
    yield "</graph></graphml>"


Facts = Iterable[tuple[str, str]]


def _said(group: str, facts: Facts) -> str:
    return "".join(
        f'<data key="{group}-{name}">{escape(_UNWRITABLE.sub("", text))}</data>'
        for name, text in facts
    )


def _graph_nodes(told: Told) -> Iterator[tuple[str, Facts]]:
    for lot in told.lineage.ordered_lots:
        yield f"lot-{lot.id}", _lot_facts(told, lot)
    for movement in told.lineage.movements:
        yield (
            f"movement-{movement.id}",
            (
                ("type", "movement"),
                ("kind", str(movement.kind)),
                ("at", _utc(movement.at)),
                ("organisation", told.name(movement.organisation_id)),
                ("certified", "true" if movement.certified else "false"),
                ("judgement", movement.judgement),
                ("loss_g", str(movement.loss_g)),
            ),
        )
    for one in told.lineage.undisclosed:
        count = () if one.lot_count is None else (("lots", str(one.lot_count)),)
        yield one.id, (("type", "not-disclosed"), *count)


def _lot_facts(told: Told, lot: LotFacts) -> Facts:
    return (
        ("type", "lot"),
        ("number", lot.number),
        ("species", lot.species),
        ("part", lot.part.value if lot.part else ""),
        ("form", lot.form.value),
        ("state", lot.state.value),
        ("holder", told.name(lot.holder_id)),
        ("made_g", str(lot.made_g)),
        ("made_at", _utc(lot.made_at)),
        *zip(("areas", "harvester_groups"), _belonging(told, lot), strict=True),
        ("certified", "true" if lot.certified else "false"),
        ("sight", str(told.lineage.sights[lot.id])),
    )


def _graph_edges(told: Told) -> Iterator[tuple[str, str, Facts]]:
    for movement in told.lineage.movements:
        here = f"movement-{movement.id}"
        for lot_id, mass_g in movement.inputs:
            yield f"lot-{lot_id}", here, (("mass_g", str(mass_g)), ("role", "taken"))
        for lot_id, mass_g in movement.outputs:
            yield here, f"lot-{lot_id}", (("mass_g", str(mass_g)), ("role", "made"))
    for source, target in told.lineage.links:
        yield _end(source), _end(target), (("role", "not-disclosed"),)


def _end(name: str) -> str:
    return name if name.startswith("undisclosed-") else f"lot-{name}"
