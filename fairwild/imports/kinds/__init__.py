"""The kinds of files that can be read."""

from fairwild.imports.kinds.harvesters import Harvesters
from fairwild.imports.kinds.kind import Checker, Kind, Tell, unheard
from fairwild.imports.kinds.lab_results import LabResults
from fairwild.imports.kinds.movements import Movements
from fairwild.imports.kinds.receipts import Receipts
from fairwild.imports.states import ImportKind

KINDS: dict[str, Kind] = {
    ImportKind.RECEIPTS: Receipts(),
    ImportKind.HARVESTERS: Harvesters(),
    ImportKind.MOVEMENTS: Movements(),
    ImportKind.TESTS: LabResults(),
}

__all__ = ["KINDS", "Checker", "Kind", "Tell", "unheard"]
