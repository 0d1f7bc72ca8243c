"""D4: jiaogulan herb round Ba Bể lake; the certificate has expired.

Figures: scheme.md 6.2, worked example D4 (synthetic). 15 groups of 24 harvesters, 55 kg fresh
each, 19,800 kg fresh, ratio 8, 2,475 kg dry.
"""

from collections.abc import Iterator
from uuid import UUID

from fairwild.areas.operations import (
    choose_target_species,
    register_area,
    set_maximum_quantity,
)
from fairwild.demo.plots import plot
from fairwild.demo.stage import Stage
from fairwild.harvesters.operations import register_harvester
from fairwild.harvesters.states import Sex
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.labels.operations import order_labels
from fairwild.lots.operations import close_lot, dry_lots, merge_lots, pack_lot, record_receipt
from fairwild.trade.operations import answer_consignment, ship

KG = 1000
EACH_G = 55 * KG
GROUPS = 15
IN_GROUP = 24
LIMIT_G = 7_000 * KG
RATIO = 8
FAMILY = ("Hoàng", "Nông", "Triệu", "Dương", "Lý", "Ma")
MIDDLE = ("Thị", "Văn", "Thị", "Thị")
GIVEN = (
    "Hoa",
    "Lan",
    "Mai",
    "Thuỷ",
    "Hằng",
    "Nhung",
    "Chiêm",
    "Xuyến",
    "Bích",
    "Đào",
    "Quế",
    "Tươi",
)
AREAS = (
    ("NAM", "Nam Mẫu", 22.4050, 105.6180, 86),
    ("QUA", "Quảng Khê", 22.3620, 105.6630, 74),
    ("HOA", "Hoàng Trĩ", 22.3310, 105.6350, 91),
)
VILLAGES = (
    "Pác Ngòi", "Bó Lù", "Cốc Tộc", "Nà Nghè", "Khau Qua",
    "Nà Chom", "Bản Pjạc", "Nà Hai", "Chợ Lèng", "Nà Vài",
    "Bản Duống", "Nà Slải", "Coọc Mu", "Nà Cà", "Khuổi Sáp",
)  # fmt: skip


def _names() -> Iterator[tuple[str, Sex]]:
    """Give 360 different people."""
    for number in range(GROUPS * IN_GROUP):
        middle = MIDDLE[number % len(MIDDLE)]
        family = FAMILY[number // len(GIVEN) % len(FAMILY)]
        second = GIVEN[number // (len(GIVEN) * len(FAMILY)) % len(GIVEN)]
        name = f"{family} {middle} {second} {GIVEN[number % len(GIVEN)]}"
        yield name, Sex.FEMALE if middle == "Thị" else Sex.MALE


def prepare(stage: Stage) -> None:
    """Register three forests, the species, the season's quantities and 360 harvesters."""
    work = stage.acting("manager.vn", 540)
    operator_id = stage.organisations["BBE"]
    species_id = stage.species["GYNPEN"]
    choose_target_species(
        work,
        operator_id=operator_id,
        species_id=species_id,
        part=PlantPart.HERB,
        local_name="giảo cổ lam",
    )
    for code, name, lat, lon, hectares in AREAS:
        area = register_area(
            work,
            operator_id=operator_id,
            code=code,
            name=name,
            admin_unit="Ba Bể, Bắc Kạn",
            country="VN",
            geometry=plot(lat, lon, hectares=hectares, turn=len(code) + hectares),
            stated_m2=(hectares + 3) * 10_000,
            tenure_note="Rừng cộng đồng, giấy phép của xã",
            sensitive=False,
        )
        stage.areas[f"BBE-{code}"] = area.id
        set_maximum_quantity(
            work,
            area_id=area.id,
            species_id=species_id,
            part=PlantPart.HERB,
            state=State.FRESH,
            season_from=stage.day(420),
            season_until=stage.day(310),
            limit_g=LIMIT_G,
            method="Transect count in spring, a third of the shoots may be cut",
        )
    _register_people(stage, species_id)


def _register_people(stage: Stage, species_id: UUID) -> None:
    work = stage.acting("manager.vn", 530)
    area_ids = [stage.areas[f"BBE-{code}"] for code, *_ in AREAS]
    stage.harvesters["BBE"] = [
        register_harvester(
            work,
            operator_id=stage.organisations["BBE"],
            name=name,
            sex=sex,
            birth_year=1955 + (number * 11) % 48,
            village=VILLAGES[number // IN_GROUP],
            registered_from=stage.day(530),
            area_ids=[area_ids[number // IN_GROUP % len(area_ids)]],
            species_ids=[species_id],
        ).id
        for number, (name, sex) in enumerate(_names())
    ]


def _collect_group(stage: Stage, group: int) -> UUID:
    """Record the day on which one village brings its shoots; give the lot."""
    code = AREAS[group % len(AREAS)][0]
    lot_id = None
    for place in range(IN_GROUP):
        work = stage.acting("clerk.vn", 395 - 4 * group, 10 + 6 * place)
        receipt = record_receipt(
            work,
            operator_id=stage.organisations["BBE"],
            harvester_id=stage.harvesters["BBE"][group * IN_GROUP + place],
            area_id=stage.areas[f"BBE-{code}"],
            species_id=stage.species["GYNPEN"],
            part=PlantPart.HERB,
            state=State.FRESH,
            collected_at=work.now,
            gross_g=EACH_G + KG,
            tare_g=KG,
            price_per_kg="12600",
            currency="VND",
            buying_point=VILLAGES[group],
        )
        lot_id = receipt.lot_id
    assert lot_id is not None  # noqa: S101 - a group is never empty
    return lot_id


def play(stage: Stage) -> None:
    """Collect from fifteen villages, dry per forest, merge, pack and sell to both companies."""
    lots = {AREAS[group % len(AREAS)][0]: _collect_group(stage, group) for group in range(GROUPS)}
    fresh_g = EACH_G * IN_GROUP * GROUPS // len(AREAS)
    dried = []
    for number, lot_id in enumerate(lots.values()):
        close_lot(stage.acting("manager.vn", 330, 10 * number), lot_id=lot_id)
        dried.append(
            dry_lots(
                stage.acting("manager.vn", 320, 10 * number),
                inputs=[(lot_id, fresh_g)],
                output_g=fresh_g // RATIO,
                site="Lò sấy Nam Mẫu",
            )
        )
    merged = merge_lots(stage.acting("manager.vn", 300), lot_ids=[one.id for one in dried])
    packed = pack_lot(stage.acting("manager.vn", 295), lot_id=merged.id, units=120, unit_g=20 * KG)
    order_labels(
        stage.acting("clerk.vn", 294),
        lot_id=packed.id,
        sheet="a4-3x8",
        label_count=120,
        start_position=4,
        copies=1,
        base_url=stage.base_url,
    )
    _sell(stage, packed.id)


def _sell(stage: Stage, packed_id: UUID) -> None:
    """Sell 1,500 kg to the Chinese company and 600 kg to the tea company."""
    for receiver, buyer, days_ago, mass_g in (
        ("QSH", "company.cn", 280, 1_500 * KG),
        ("HDG", "company", 260, 600 * KG),
    ):
        sent = ship(
            stage.acting("manager.vn", days_ago),
            sender_id=stage.organisations["BBE"],
            receiver_id=stage.organisations[receiver],
            lines=[(packed_id, mass_g)],
            invoice_number=f"BBE-{days_ago}",
            transport_note="Hải Phòng",
        )
        answer_consignment(
            stage.acting(buyer, days_ago - 12),
            consignment_id=sent.id,
            received={line.id: line.shipped_g for line in sent.lines},
            reason="",
        )
