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
    OR l.made_g <> l.units * l.unit_g
    OR l.certificate_id IS DISTINCT FROM CASE WHEN l.certified THEN m.certificate_id END
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
_HANDED_ON = "('ship', 'receive', 'return', 'take-back')"
_KEPT = "m.kind IN ('ship', 'receive', 'return', 'take-back', 'split', 'merge', 'grade')"
_ALSO_KEPT = "m.kind IN ('sample', 'pack', 'unpack')"
_DESCENDED = f"""
SELECT o.id FROM lot o JOIN movement m ON m.seq = o.made_by
JOIN movement_input i ON i.movement_seq = o.made_by JOIN lot l ON l.id = i.lot_id
WHERE (NOT (m.kind = 'blend' AND o.species_id IS NULL)
    AND (o.species_id IS DISTINCT FROM l.species_id OR o.part IS DISTINCT FROM l.part
        OR (o.certified AND NOT l.certified)
        OR (NOT o.certified AND l.certified AND NOT EXISTS (SELECT 1 FROM movement_input j
            JOIN lot p ON p.id = j.lot_id WHERE j.movement_seq = o.made_by AND NOT p.certified))))
    OR (m.kind NOT IN {_HANDED_ON} AND o.holder_id IS DISTINCT FROM l.holder_id)
    OR (({_KEPT} OR {_ALSO_KEPT} OR (m.kind = 'blend' AND o.species_id IS NOT NULL))
        AND o.state IS DISTINCT FROM l.state)
    OR (({_KEPT} OR m.kind IN ('pack', 'sample') OR (m.kind = 'blend' AND o.species_id IS NOT NULL))
        AND o.form IS DISTINCT FROM CASE m.kind WHEN 'pack' THEN 'packed'
            WHEN 'sample' THEN 'sample' ELSE l.form END)
"""  # noqa: S608 - words of this file only
_UNLIKE_RECEIPTS = """
SELECT l.id FROM lot l JOIN movement m ON m.seq = l.made_by JOIN receipt r ON r.lot_id = l.id
WHERE m.kind = 'collect' AND (l.species_id IS DISTINCT FROM r.species_id OR l.part <> r.part
    OR l.state <> r.state OR l.area_id IS DISTINCT FROM r.area_id
    OR l.operator_id <> r.operator_id OR l.holder_id <> r.operator_id
    OR l.form <> CASE l.state WHEN 'fresh' THEN 'raw' ELSE 'dried' END)
"""
_FOREIGN = """
SELECT l.id FROM lot l
LEFT JOIN certificate c ON c.id = l.certificate_id AND c.holder_id = l.holder_id
WHERE l.certificate_id IS NOT NULL AND c.id IS NULL AND NOT EXISTS (SELECT 1 FROM movement_input i
    JOIN lot p ON p.id = i.lot_id LEFT JOIN lot_certificate b ON b.lot_id = p.id
    WHERE i.movement_seq = l.made_by
    AND (p.certificate_id = l.certificate_id OR b.certificate_id = l.certificate_id))
"""
_CERTIFIED_DRAWS = """
SELECT l.operator_id, c.standard, l.species_id, l.part, l.state, l.season, sum(r.net_g)
FROM receipt r JOIN lot l ON l.id = r.lot_id JOIN certificate c ON c.id = l.certificate_id
WHERE r.reversed_at IS NULL
GROUP BY l.operator_id, c.standard, l.species_id, l.part, l.state, l.season
"""
_COVERED = """
SELECT g.operator_id FROM (
    SELECT l.operator_id, l.certified, max(r.collected_at) AS last_at
    FROM lot l JOIN receipt r ON r.lot_id = l.id
    GROUP BY l.operator_id, l.species_id, l.part, l.area_id, l.state, l.certified, l.certificate_id
) g WHERE g.certified <> EXISTS (SELECT 1 FROM certificate c
    WHERE c.holder_id = g.operator_id AND c.valid_from <= g.last_at)
"""
AUDITED = (
    *(_LOTS, _MASS, _WALKED, _NOT_TAKEN, _FROM_NOTHING, _DRAWN, _PERMITTED, _DESCENDED),
    *(_UNLIKE_RECEIPTS, _FOREIGN, _CERTIFIED_DRAWS, _COVERED),
)
"""Each gives what differs; there is no correction in a made chain, nor are any looked for here.

Nothing in it is certified, so that draws on certificates and what they covered are none.
"""

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
