"""The columns of files of movements, and a line of the template for kinds that differ."""

from collections.abc import Mapping

from fairwild.imports.columns import Column

COLUMNS = (
    Column(
        "process",
        needed=True,
        spellings=("kind", "kind of processing", "deed", "proceso", "step"),
        sample="dry",
        longest=40,
    ),
    Column(
        "inputs",
        needed=True,
        spellings=("lots", "from lots", "lots in", "lote"),
        sample="EBR-GLYGLA-B3-2026-001: 100 kg",
        longest=4000,
        is_number=True,
    ),
    Column(
        "output",
        spellings=("output kg", "made", "out"),
        sample="32",
        longest=1000,
        is_mass=True,
    ),
    Column("form", spellings=("form of output",), longest=40),
    Column("by_product", spellings=("by product kg", "side product"), longest=40, is_mass=True),
    Column("uncertified", spellings=("not certified any more", "accept loss"), longest=40),
    Column("loss", spellings=("loss kg", "waste"), longest=40, is_mass=True),
    Column("loss_reason", spellings=("reason of loss", "why lost", "reason"), longest=1000),
    Column("added", spellings=("added what", "water", "oil"), longest=1000, is_number=True),
    Column("product", spellings=("recipe", "finished product"), longest=200),
    Column("receiver", spellings=("buyer", "customer", "sent to"), longest=200),
    Column("outputs", spellings=("made lots", "lots made", "lots out", "new lots"), longest=4000),
    Column("taken_back", spellings=("undone", "reversed"), longest=40),
    Column("site", spellings=("place", "store", "where"), sample="Old mill"),
    Column(
        "at",
        spellings=("date", "day", "moment", "when", "fecha"),
        sample="2026-05-20 08:00",
        is_day=True,
    ),
    Column("note", spellings=("remark", "remarks", "nota"), longest=4000),
)
BY_NAME = {column.name: column for column in COLUMNS}

LOT = "EBR-GLYGLA-B3-2026-001"
MORE_SAMPLES: tuple[Mapping[str, str], ...] = (
    {"process": "split", "inputs": f"{LOT}-D1", "output": "12 kg; 20 kg"},
    {"process": "grade", "inputs": f"{LOT}-S1", "output": "A: 8 kg; B: 4 kg"},
    {"process": "pack", "inputs": f"{LOT}-S2", "output": "3 x 5 kg"},
    {"process": "sample", "inputs": f"{LOT}-S2: 200 g"},
    {"process": "loss", "inputs": f"{LOT}-S2: 1 kg", "loss_reason": "wet"},
    {"process": "count", "inputs": f"{LOT}-D1", "output": "4.5 kg", "loss_reason": "dried on"},
    {"process": "hold", "inputs": f"{LOT}-S2", "loss_reason": "waits for the laboratory"},
)
"""One line for each way in which the columns are filled otherwise than for processing."""
