"""The SQL a person would write for the same answers, from lot to lot, one text for each engine."""

_UP = """
WITH RECURSIVE up(id, made_by) AS (
    SELECT id, made_by FROM lot WHERE id = {lot}
    UNION
    SELECT l.id, l.made_by FROM up
    JOIN movement_input i ON i.movement_seq = up.made_by JOIN lot l ON l.id = i.lot_id
)
"""
_ROWS = """
SELECT l.id, l.number, l.operator_id, l.area_id, l.species_id, l.part, l.state, l.made_g,
    r.harvester_id, r.net_g, r.collected_at
FROM up JOIN receipt r ON r.lot_id = up.id JOIN lot l ON l.id = up.id
WHERE r.reversed_at IS NULL
"""
_GROUPED = """
SELECT r.harvester_id, r.area_id, count(*), min(r.collected_at), max(r.collected_at), sum(r.net_g)
FROM up JOIN receipt r ON r.lot_id = up.id WHERE r.reversed_at IS NULL
GROUP BY r.harvester_id, r.area_id
"""
_DOWN = """
WITH RECURSIVE down(id) AS (
    SELECT l.id FROM movement_input i JOIN lot l ON l.made_by = i.movement_seq
    WHERE i.lot_id = {lot}
    UNION
    SELECT l.id FROM down
    JOIN movement_input i ON i.lot_id = down.id JOIN lot l ON l.made_by = i.movement_seq
)
SELECT id FROM down
"""
_PAGE = """
SELECT l.*, s.scientific_name FROM lot l JOIN species s ON s.id = l.species_id
WHERE l.holder_id = {holder} ORDER BY l.number DESC, l.id DESC LIMIT 51
"""
_BREACHES = (
    "SELECT id FROM maximum_quantity WHERE operator_id = {holder} AND drawn_g > 0.9 * limit_g"
)
_ONE = "SELECT made_g - taken_g FROM lot WHERE id = {lot}"
_TEXTS = {
    "up": _UP + _ROWS,
    "grouped": _UP + _GROUPED,
    "down": _DOWN,
    "page": _PAGE,
    "offset": _PAGE + " OFFSET {skip}",
    "breaches": _BREACHES,
    "one-balance": _ONE,
}
_NAMES = ("lot", "holder", "skip")

BY_HAND = {
    "sqlite": {key: one.format(**{n: f":{n}" for n in _NAMES}) for key, one in _TEXTS.items()},
    "postgresql": {
        key: one.format(lot="%(lot)s", holder="%(holder)s", skip="%(skip)s")
        for key, one in _TEXTS.items()
    },
}
