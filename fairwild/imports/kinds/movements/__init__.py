"""Files of what was done in a store: processing, packing, losses, holds, by lot numbers."""

from fairwild.imports.kinds.movements.kind import Movements

__all__ = ["Movements"]
