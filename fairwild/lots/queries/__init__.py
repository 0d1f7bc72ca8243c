"""Questions about material: lots, receipts, quotas, traces and balances."""

from fairwild.lots.queries.balances import check_balances
from fairwild.lots.queries.buying import (
    PermitOutlook,
    find_quota,
    local_day,
    obstacles_to_offer,
    permit_outlook,
    quota_outlook,
)
from fairwild.lots.queries.certified import certificates_of
from fairwild.lots.queries.explaining import custody_of
from fairwild.lots.queries.journey import journey_of
from fairwild.lots.queries.lists import (
    LotFilter,
    ReceiptFilter,
    count_receipts,
    get_lot_with_species,
    get_receipt,
    list_stock,
    open_lots,
    page_of_lots,
    page_of_receipts,
    receipts_of_lot,
)
from fairwild.lots.queries.movement_lists import (
    MovementFilter,
    corrections_at,
    holds_of_lot,
    ids_of_movements,
    lines_of,
    page_of_movements,
)
from fairwild.lots.queries.movements import (
    MOST_NAMED,
    get_movement,
    later_movements,
    movement_facts,
)
from fairwild.lots.queries.ratios import (
    BatchRatio,
    Judged,
    band_for,
    find_measured,
    goods_held,
    last_batches,
    measured_of,
    page_of_ratios,
    scheme_band_of,
    trials_in_force,
)
from fairwild.lots.queries.recipes import (
    claim_of_recipe,
    composition_of,
    get_recipe,
    page_of_recipes,
    recipes_in_use,
)
from fairwild.lots.queries.stock import (
    facts_of,
    facts_with_species,
    find_lot_by_number_or_code,
    find_lot_facts_by_code,
    get_lot,
    get_lot_facts,
    lot_facts,
)
from fairwild.lots.queries.tests import get_test, list_tests, lots_behind
from fairwild.lots.queries.trace import (
    origin_of,
    origins_of,
    trace_of,
    trace_of_any,
)
from fairwild.lots.queries.units import count_units, find_unit, page_of_units, pallet_parts
from fairwild.lots.queries.weeks import collected_by_week

__all__ = [
    "MOST_NAMED",
    "BatchRatio",
    "Judged",
    "LotFilter",
    "MovementFilter",
    "PermitOutlook",
    "ReceiptFilter",
    "band_for",
    "certificates_of",
    "check_balances",
    "claim_of_recipe",
    "collected_by_week",
    "composition_of",
    "corrections_at",
    "count_receipts",
    "count_units",
    "custody_of",
    "facts_of",
    "facts_with_species",
    "find_lot_by_number_or_code",
    "find_lot_facts_by_code",
    "find_measured",
    "find_quota",
    "find_unit",
    "get_lot",
    "get_lot_facts",
    "get_lot_with_species",
    "get_movement",
    "get_receipt",
    "get_recipe",
    "get_test",
    "goods_held",
    "holds_of_lot",
    "ids_of_movements",
    "journey_of",
    "last_batches",
    "later_movements",
    "lines_of",
    "list_stock",
    "list_tests",
    "local_day",
    "lot_facts",
    "lots_behind",
    "measured_of",
    "movement_facts",
    "obstacles_to_offer",
    "open_lots",
    "origin_of",
    "origins_of",
    "page_of_lots",
    "page_of_movements",
    "page_of_ratios",
    "page_of_receipts",
    "page_of_recipes",
    "page_of_units",
    "pallet_parts",
    "permit_outlook",
    "quota_outlook",
    "receipts_of_lot",
    "recipes_in_use",
    "scheme_band_of",
    "trace_of",
    "trace_of_any",
    "trials_in_force",
]
