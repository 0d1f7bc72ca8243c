"""A season as the first release left it, written by plain SQL into a database at revision 0001."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Connection, MetaData, Table, text

from fairwild.store.engine import Store

AT = "2026-06-01 08:00:00.000000"
FILLED: tuple[tuple[type, Any], ...] = (
    (bool, False),
    (int, 0),
    (datetime, AT),
    (date, "2026-06-01"),
    (str, ""),
)


def id_of(number: int) -> UUID:
    """Give the id of the n-th thing of the season."""
    return UUID(int=number)


OPERATOR, COMPANY, PERSON, SPECIES, AREA, LIMIT, MARIA, PERE = range(1, 9)
RAW, HALF, OPEN, DRY, PACKS, SENT, TAKEN, BACK, SPLIT = range(11, 20)
COLLECTING = (1, 2, 3)
MADE = {
    1: (RAW, "raw", "used", 100_000, 100_000, 0),
    2: (HALF, "raw", "closed", 200_000, 180_000, 0),
    3: (OPEN, "raw", "open", 50_000, 0, 0),
    4: (DRY, "dried", "closed", 80_000, 60_000, 0),
    5: (PACKS, "packed", "closed", 60_000, 30_000, 12),
    6: (SENT, "packed", "used", 30_000, 30_000, 6),
    7: (TAKEN, "packed", "closed", 20_000, 0, 4),
    8: (BACK, "packed", "closed", 10_000, 0, 2),
    9: (SPLIT, "raw", "closed", 30_000, 0, 0),
}
EMPTY: dict[str, Any] = {"version": 1}


class Season:
    """Writes rows into tables as they were; what is not named is nothing, or the season's day."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.tables = connection, MetaData()
        self.tables.reflect(connection)
        self.receipts = 0

    def put(self, table: str, /, **given: Any) -> None:
        """Insert a row."""
        row = self._filling(self.tables.tables[table], given) | given
        columns, marks = ", ".join(row), ", ".join(f":{key}" for key in row)
        written = {k: v.hex if isinstance(v, UUID) else v for k, v in row.items()}
        insert = text(f"INSERT INTO {table} ({columns}) VALUES ({marks})")
        self.connection.execute(insert, written)

    def _filling(self, table: Table, given: dict[str, Any]) -> dict[str, Any]:
        needed = [one for one in table.columns if not one.nullable and one.name not in given]
        return {one.name: self._nothing(one.type) for one in needed}

    def _nothing(self, kind: Any) -> Any:
        if isinstance(kind, JSON):
            return "{}"
        return next(value for one, value in FILLED if kind.python_type is one)

    def movement(self, seq: int, kind: str, *inputs: tuple[int, int], water_g: int = 0) -> None:
        """Write a movement with what it took and, as the first release did, all its edges."""
        facts = f'{{"water_g": {water_g}}}' if water_g else "{}"
        by = {"organisation_id": id_of(COMPANY if kind in {"receive", "return"} else OPERATOR)}
        self.put("movement", seq=seq, id=id_of(100 + seq), kind=kind, facts=facts, **by)
        self.inputs = inputs

    def take(self, seq: int, made_by: dict[int, int]) -> None:
        """Write what the movement took, and which movements came before it."""
        for lot, taken_g in self.inputs:
            self.put("movement_input", movement_seq=seq, lot_id=id_of(lot), taken_g=taken_g)
        for earlier in sorted({made_by[lot] for lot, _ in self.inputs}):
            self.put("movement_before", movement_seq=seq, earlier_seq=earlier)

    def lot(self, number: int, made_by: int, form: str, status: str, **more: Any) -> None:
        """Write a lot of dry liquorice of the operator's, or as told."""
        columns = {
            "number": f"EBR-GLYGLA-{number}",
            "code": f"{number:016d}",
            "operator_id": id_of(OPERATOR),
            "holder_id": id_of(OPERATOR),
            "species_id": id_of(SPECIES),
            "part": "root",
            "state": "fresh" if form == "raw" else "dry",
        }
        told = {"id": id_of(number), "made_by": made_by, "form": form, "status": status}
        self.put("lot", **(columns | told | more | EMPTY))

    def collected(self, number: int, made_by: int, status: str, **more: Any) -> None:
        """Write a collection lot of fresh roots."""
        fresh = {"state": "fresh", "area_id": id_of(AREA), "season": 2026 + number - RAW}
        self.lot(number, made_by, "raw", status, **(fresh | more))

    def receipt(self, lot: int, harvester: int, net_g: int, *, reversed_at: str | None) -> None:
        """Write what a harvester brought."""
        self.receipts += 1
        same = {
            "operator_id": id_of(OPERATOR),
            "area_id": id_of(AREA),
            "species_id": id_of(SPECIES),
            "maximum_quantity_id": id_of(LIMIT),
            "part": "root",
            "state": "fresh",
            "currency": "EUR",
            "reversed_at": reversed_at,
        }
        own = {"id": id_of(200 + self.receipts), "number": f"EBR-R-{self.receipts}"}
        weighed = {"gross_g": net_g, "net_g": net_g}
        to = {"lot_id": id_of(lot), "harvester_id": id_of(harvester)}
        self.put("receipt", **(same | own | weighed | to | EMPTY))


def write_old_season(store: Store) -> None:
    """Collect 350 kg, dry, pack and split, send 30 kg of packs of which a company takes 20 kg."""
    with store.engine.connect() as connection:
        season = Season(connection)
        _parties(season)
        _material(season)
        _receipts(season)
        _sale(season)
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT setval(pg_get_serial_sequence('movement', 'seq'), 9)"))
        connection.commit()


def _parties(season: Season) -> None:
    same = EMPTY | {"country": "ES", "time_zone": "UTC", "currency": "EUR"}
    season.put("organisation", id=id_of(OPERATOR), kind="operator", code="EBR", name="Ebro", **same)
    season.put("organisation", id=id_of(COMPANY), kind="company", code="HTC", name="Tea", **same)
    season.put("person", id=id_of(PERSON), email="m@example.org", name="M", language="en", **EMPTY)
    plant = {"code": "GLYGLA", "scientific_name": "Glycyrrhiza glabra"}
    season.put("species", id=id_of(SPECIES), **plant, synonyms="[]", **EMPTY)
    of = {"operator_id": id_of(OPERATOR)}
    season.put("collection_area", id=id_of(AREA), code="B3", name="B3", country="ES", **of, **EMPTY)
    goods = {"area_id": id_of(AREA), "species_id": id_of(SPECIES), "part": "root", "state": "fresh"}
    days = {"season_from": "2026-01-01", "season_until": "2027-01-01"}
    grams = {"limit_g": 16_800_000, "drawn_g": 350_000}
    season.put("maximum_quantity", id=id_of(LIMIT), **of, **goods, **days, **grams, **EMPTY)
    for number in (MARIA, PERE):
        card = {"local_id": f"H{number}", "card_code": f"{number:016d}", "birth_year": 1980}
        season.put("harvester", id=id_of(number), sex="female", **of, **card, **EMPTY)


def _material(season: Season) -> None:
    """Write nine movements; the first three collect."""
    made_by = {lot: seq for seq, (lot, *_) in MADE.items()}
    taken: dict[int, tuple[str, tuple[tuple[int, int], ...]]] = {
        1: ("collect", ()),
        2: ("collect", ()),
        3: ("collect", ()),
        4: ("dry", ((RAW, 100_000), (HALF, 150_000))),
        5: ("pack", ((DRY, 60_000),)),
        6: ("ship", ((PACKS, 30_000),)),
        7: ("receive", ((SENT, 20_000),)),
        8: ("return", ((SENT, 10_000),)),
        9: ("split", ((HALF, 30_000),)),
    }
    for seq, (kind, inputs) in taken.items():
        season.movement(seq, kind, *inputs, water_g=170_000 if kind == "dry" else 0)
        _made(season, seq)
        season.take(seq, made_by)


def _made(season: Season, seq: int) -> None:
    """Write the lot a movement made."""
    number, form, status, made_g, taken_g, units = MADE[seq]
    masses: dict[str, Any] = {"made_g": made_g, "taken_g": taken_g}
    if units:
        masses |= {"units": units, "unit_g": 5_000}
    if number == TAKEN:
        masses["holder_id"] = id_of(COMPANY)
    if seq in COLLECTING:
        season.collected(number, seq, status, **masses)
    else:
        season.lot(number, seq, form, status, **masses)


def _receipts(season: Season) -> None:
    for lot, harvester, net_g in (
        (RAW, MARIA, 40_000),
        (RAW, MARIA, 20_000),
        (RAW, PERE, 40_000),
        (HALF, MARIA, 200_000),
        (OPEN, PERE, 50_000),
    ):
        season.receipt(lot, harvester, net_g, reversed_at=None)
    season.receipt(RAW, PERE, 7_000, reversed_at=AT)


def _sale(season: Season) -> None:
    """Write two print runs of the packs and the consignment that was taken in part."""
    for number, count in ((301, 10), (302, 2)):
        run = {"holder_id": id_of(OPERATOR), "copies": 1, "label_count": count}
        season.put("print_run", id=id_of(number), lot_id=id_of(PACKS), **run, **EMPTY)
    sale = {"sender_id": id_of(OPERATOR), "receiver_id": id_of(COMPANY), "answered_at": AT}
    told = {"number": "EBR-C-1", "status": "received-in-part", "answer_reason": "Two wet."}
    season.put("consignment", id=id_of(303), **sale, **told, **EMPTY)
    lots = {"from_lot_id": PACKS, "transit_lot_id": SENT, "received_lot_id": TAKEN}
    line = {"position": 1, "shipped_g": 30_000, "received_g": 20_000}
    own = {key: id_of(value) for key, value in lots.items()}
    season.put("consignment_line", id=id_of(304), consignment_id=id_of(303), **own, **line, **EMPTY)
