"""The columns of files of laboratories' results, in the spellings people use."""

from fairwild.imports.columns import Column

COLUMNS = (
    Column(
        "lot",
        needed=True,
        spellings=("lot number", "sample", "lot code", "lote", "batch"),
        sample="EBR-GLYGLA-B3-2026-001",
    ),
    Column("laboratory", needed=True, spellings=("lab", "laboratorio"), sample="Lab Soria"),
    Column("method", needed=True, spellings=("metodo", "standard"), sample="ISO 17025"),
    Column(
        "tested_for",
        needed=True,
        spellings=("test", "parameter", "analyte", "substance", "parametro"),
        sample="Cadmium",
    ),
    Column("result", needed=True, spellings=("value", "found", "resultado"), sample="0.12"),
    Column("unit", spellings=("unidad",), sample="mg/kg", longest=40),
    Column("allowed", spellings=("limit", "maximum", "limite"), sample="1.0"),
    Column(
        "limit_kind",
        spellings=("kind of limit", "limit is", "maximum or minimum"),
        sample="at most",
        longest=40,
    ),
    Column("verdict", needed=True, spellings=("passed", "outcome", "dictamen"), sample="passed"),
    Column(
        "verdict_reason",
        spellings=("why passed or failed", "reason of the verdict", "verdict reason"),
        longest=1000,
    ),
    Column(
        "tested_on",
        needed=True,
        spellings=("date", "day", "fecha"),
        sample="2026-06-01",
        longest=40,
        is_day=True,
    ),
    Column("note", spellings=("remark", "remarks", "nota"), longest=4000),
)
BY_NAME = {column.name: column for column in COLUMNS}
