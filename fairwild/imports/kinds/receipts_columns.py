"""The columns of files of receipts, in the spellings people use."""

from fairwild.imports.columns import Column

COLUMNS = (
    Column("number", spellings=("receipt", "receipt number", "no", "nr", "recibo"), longest=60),
    Column(
        "harvester",
        needed=True,
        spellings=("harvester number", "collector", "local id", "card", "recolector", "id"),
        sample="H0001",
        longest=40,
    ),
    Column(
        "collected_at",
        needed=True,
        spellings=("date", "day", "collected", "moment", "date and time", "fecha", "collected on"),
        sample="2026-05-12 16:40",
        longest=40,
        is_day=True,
    ),
    Column("area", needed=True, spellings=("area code", "block", "zone", "zona"), sample="B1"),
    Column(
        "species",
        needed=True,
        spellings=("plant", "species code", "scientific name", "especie"),
        sample="GLYGLA",
    ),
    Column("part", needed=True, spellings=("plant part", "parte"), sample="root", longest=40),
    Column("state", needed=True, spellings=("fresh or dry", "estado"), sample="fresh", longest=40),
    Column(
        "gross",
        needed=True,
        spellings=("gross kg", "gross weight", "weight", "kg", "peso bruto", "mass"),
        sample="102.5",
        longest=40,
        is_mass=True,
    ),
    Column(
        "tare",
        spellings=("tare kg", "tara", "container"),
        sample="2.5",
        longest=40,
        is_mass=True,
    ),
    Column(
        "price_per_kg",
        needed=True,
        spellings=("price", "price kg", "unit price", "precio"),
        sample="0.90",
        longest=40,
        is_number=True,
    ),
    Column("currency", spellings=("moneda", "ccy"), sample="EUR", longest=3),
    Column("buying_point", spellings=("place", "point", "site", "punto"), sample="Old mill"),
    Column("latitude", spellings=("lat", "y"), longest=40),
    Column("longitude", spellings=("lon", "lng", "long", "x"), longest=40),
)
BY_NAME = {column.name: column for column in COLUMNS}
