"""The columns of files of harvesters, in the spellings people use."""

from fairwild.imports.columns import Column

COLUMNS = (
    Column(
        "local_id",
        spellings=("number", "local number", "harvester number", "no", "nr", "id", "numero"),
        sample="H0001",
        longest=40,
    ),
    Column(
        "name",
        needed=True,
        spellings=("full name", "harvester", "collector", "nombre", "name of harvester"),
        sample="Ana Ruiz",
    ),
    Column("sex", spellings=("gender", "sexo"), sample="female", longest=40),
    Column(
        "birth_year",
        needed=True,
        spellings=("year of birth", "born", "born in", "nacimiento"),
        sample="1980",
        longest=10,
    ),
    Column("village", needed=True, spellings=("place", "home", "pueblo", "town"), sample="Soria"),
    Column("phone", spellings=("telephone", "mobile", "telefono", "phone number"), longest=40),
    Column("areas", spellings=("area", "area codes", "blocks", "zonas"), sample="B1 B2"),
    Column("species", spellings=("plants", "species codes", "especies"), sample="GLYGLA"),
    Column(
        "registered_from",
        needed=True,
        spellings=("since", "from", "first day", "registered", "registered since", "desde"),
        sample="2026-03-01",
        longest=40,
        is_day=True,
    ),
    Column(
        "last_day",
        spellings=("until", "to", "end", "registered until", "hasta"),
        longest=40,
        is_day=True,
    ),
    Column("other_ids", spellings=("other numbers", "other ids"), sample="village book: 17"),
)
BY_NAME = {column.name: column for column in COLUMNS}
