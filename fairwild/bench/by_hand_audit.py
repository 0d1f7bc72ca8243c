"""Checking and accounting by hand: what is recomputed, in as few statements as a person would."""

_TAKEN = "SELECT lot_id, sum(taken_g) AS g FROM movement_input GROUP BY lot_id"
_RETURNED = "SELECT lot_id, sum(returned_g) AS g FROM movement_return GROUP BY lot_id"
_BOUGHT = "SELECT lot_id, sum(net_g) AS g FROM receipt WHERE reversed_at IS NULL GROUP BY lot_id"
_HELD = "SELECT lot_id, count(*) AS n FROM lot_hold WHERE released_at IS NULL GROUP BY lot_id"
_LOTS = f"""
SELECT l.id FROM lot l
JOIN movement m ON m.seq = l.made_by LEFT JOIN movement u ON u.reverses_seq = l.made_by
LEFT JOIN ({_TAKEN}) t ON t.lot_id = l.id LEFT JOIN ({_RETURNED}) b ON b.lot_id = l.id
LEFT JOIN ({_BOUGHT}) r ON r.lot_id = l.id LEFT JOIN ({_HELD}) h ON h.lot_id = l.id
WHERE l.taken_g <> coalesce(t.g, 0) - coalesce(b.g, 0)
    OR (m.kind = 'collect' AND l.made_g <> coalesce(r.g, 0))
    OR l.holds <> coalesce(h.n, 0) OR (l.certified AND NOT m.certified)
    OR l.status <> CASE WHEN u.seq IS NOT NULL THEN 'undone'
        WHEN m.kind = 'collect' AND l.status = 'open' AND l.taken_g = 0 THEN 'open'
        WHEN m.kind = 'collect' AND l.made_g = 0 THEN 'undone'
        WHEN l.made_g = l.taken_g THEN 'used' WHEN m.kind = 'ship' THEN 'in-transit'
        ELSE 'closed' END
"""  # noqa: S608 - words of this file only
_MASS = """
SELECT m.seq FROM movement m
LEFT JOIN (SELECT movement_seq, sum(taken_g) AS g FROM movement_input GROUP BY movement_seq) t
    ON t.movement_seq = m.seq
LEFT JOIN (SELECT made_by, sum(made_g) AS g FROM lot GROUP BY made_by) l ON l.made_by = m.seq
WHERE m.kind NOT IN ('collect', 'correct') AND coalesce(t.g, 0) + m.added_g
    <> coalesce(l.g, 0) + m.loss_g + coalesce(CAST({water} AS integer), 0)
"""
_WALKED = """
SELECT i.movement_seq FROM movement_input i
JOIN lot l ON l.id = i.lot_id JOIN movement maker ON maker.seq = l.made_by
LEFT JOIN movement_before b ON b.movement_seq = i.movement_seq AND b.earlier_seq = l.made_by
LEFT JOIN movement u ON u.reverses_seq = i.movement_seq
JOIN movement m ON m.seq = i.movement_seq
WHERE l.made_by >= i.movement_seq
    OR (b.movement_seq IS NULL AND maker.kind <> 'collect' AND u.seq IS NULL
        AND m.kind <> 'correct')
"""
_NOT_TAKEN = """
SELECT b.movement_seq FROM movement_before b
LEFT JOIN movement u ON u.reverses_seq = b.movement_seq
WHERE u.seq IS NOT NULL OR NOT EXISTS (SELECT 1 FROM movement_input i JOIN lot l ON l.id = i.lot_id
    WHERE i.movement_seq = b.movement_seq AND l.made_by = b.earlier_seq)
"""
_FROM_NOTHING = """
SELECT l.id FROM lot l JOIN movement m ON m.seq = l.made_by
WHERE m.kind <> 'collect'
    AND NOT EXISTS (SELECT 1 FROM movement_input i WHERE i.movement_seq = l.made_by)
"""
_DRAWN = """
SELECT q.id FROM maximum_quantity q LEFT JOIN (SELECT maximum_quantity_id AS id, sum(net_g) AS g
    FROM receipt WHERE reversed_at IS NULL GROUP BY maximum_quantity_id) r ON r.id = q.id
WHERE q.drawn_g <> coalesce(r.g, 0)
"""
_PERMITTED = """
SELECT p.id FROM permit p LEFT JOIN (SELECT permit_id AS id, sum(net_g) AS g
    FROM receipt WHERE reversed_at IS NULL AND permit_id IS NOT NULL GROUP BY permit_id) r
    ON r.id = p.id
WHERE p.drawn_g <> coalesce(r.g, 0)
"""
AUDITED = (_LOTS, _MASS, _WALKED, _NOT_TAKEN, _FROM_NOTHING, _DRAWN, _PERMITTED)
"""Each gives what differs; there is no correction in a made chain, nor are any looked for here."""

WATER = {"sqlite": "m.facts ->> '$.water_g'", "postgresql": "m.facts ->> 'water_g'"}

_GOODS = "l.site, l.species_id, l.product, l.part, l.form, l.state, l.certified, l.certificate_id"
_OURS = "l.holder_id = {holder}"
_COLLECTED = f"""
SELECT {_GOODS}, sum(r.net_g) FROM receipt r JOIN lot l ON l.id = r.lot_id
WHERE {_OURS} AND r.reversed_at IS NULL AND r.collected_at < {{until}} GROUP BY {_GOODS}
"""  # noqa: S608 - words of this file only
_MADE = f"""
SELECT {_GOODS}, m.kind, sum(l.made_g) FROM lot l JOIN movement m ON m.seq = l.made_by
WHERE {_OURS} AND m.kind NOT IN ('collect', 'ship') AND m.at < {{until}} GROUP BY {_GOODS}, m.kind
"""  # noqa: S608 - words of this file only
_USED = f"""
SELECT {_GOODS}, m.kind, sum(i.taken_g) FROM movement_input i JOIN lot l ON l.id = i.lot_id
JOIN movement m ON m.seq = i.movement_seq JOIN movement w ON w.seq = l.made_by
WHERE {_OURS} AND w.kind <> 'ship' AND m.at < {{until}} GROUP BY {_GOODS}, m.kind
"""  # noqa: S608 - words of this file only
ACCOUNTED = (_COLLECTED, _MADE, _USED)
"""What came in by receipts, what was made, what was taken, by goods."""
