"""What came after: a recall with an answer outstanding, a rehearsal, a wish, alarms put aside."""

from fairwild.alarms.operations import dismiss_alarm
from fairwild.alarms.queries import alarms_of
from fairwild.alarms.states import AlarmKind
from fairwild.areas.operations import ask_quantity_change
from fairwild.areas.queries import quantities_of
from fairwild.certificates.queries import bodies_certifying
from fairwild.demo.stage import Stage, kept
from fairwild.lots.operations import record_test
from fairwild.lots.states import Verdict
from fairwild.recalls.facts import Basis
from fairwild.recalls.operations import start_recall
from fairwild.recalls.states import RecallKind
from fairwild.trade.operations import answer_consignment, ship

KG = 1000


def play(stage: Stage) -> None:
    """Let it come: goods are called back, a recall rehearsed, more root asked for."""
    _call_back(stage)
    _rehearse(stage)
    _ask_for_more(stage)
    _put_aside(stage)


def _call_back(stage: Stage) -> None:
    """Find lead in root that was sold already; its buyer has not answered yet."""
    doubtful_id = stage.lots["AGR-doubtful"]
    shipped = ship(
        stage.acting("manager.it", 50),
        sender_id=stage.organisations["AGR"],
        receiver_id=stage.organisations["QSH"],
        lines=[(doubtful_id, 120 * KG)],
        invoice_number="AGR/21",
        waybill_number="SEA 2207",
        carrier="Linea Tirrena (demonstration)",
    )
    answered = answer_consignment(
        stage.acting("company.cn", 30),
        consignment_id=shipped.id,
        received={shipped.lines[0].id: 120 * KG},
        reason="",
    )
    stage.lots["QSH-doubtful"] = kept(answered)
    record_test(
        stage.acting("manager.it", 7),
        lot_id=doubtful_id,
        laboratory="Laboratorio Lucano, Potenza",
        method="ICP-MS",
        tested_for="lead",
        result="7.8",
        unit="mg/kg",
        allowed="5",
        verdict=Verdict.FAILED,
        tested_on=stage.day(8),
    )
    start_recall(
        stage.acting("manager.it", 6),
        organisation_id=stage.organisations["AGR"],
        basis=Basis(lot_ids=(doubtful_id,)),
        reason="Lead above the limit in a sample of this lot",
    )


def _rehearse(stage: Stage) -> None:
    """Ask where a month of block 3 has gone, and touch nothing."""
    start_recall(
        stage.acting("manager", 12),
        organisation_id=stage.organisations["EBR"],
        basis=Basis(area_id=stage.areas["EBR-B3"], since=stage.day(165), until=stage.day(155)),
        reason="Yearly rehearsal: could we find everything within a day?",
        kind=RecallKind.MOCK,
    )


def _ask_for_more(stage: Stage) -> None:
    """Ask the certification body for more than the season's limit; it has not decided yet."""
    work = stage.acting("manager", 4)
    [limit] = quantities_of(work, stage.organisations["EBR"], on=stage.today)
    ask_quantity_change(
        work,
        quantity_id=limit.id,
        body_id=stage.organisations["ALP"],
        limit_g=18_000 * KG,
        reason="The flood of spring left more root than was counted.",
        method="Ten plots dug again in autumn, 12.9 t per ha, 70 % allowed",
        certified_by=bodies_certifying,
    )


def _put_aside(stage: Stage) -> None:
    """Say why two people of one name are no mistake; what else looks wrong stands."""
    work = stage.acting("manager.it", 5)
    operator_id = stage.organisations["AGR"]
    twins = AlarmKind.DUPLICATE_HARVESTERS
    [alarm] = [one for one in alarms_of(work, operator_id) if one.kind is twins]
    dismiss_alarm(
        work,
        organisation_id=operator_id,
        key=alarm.key,
        reason="Cousins of one name; both showed their identity cards.",
    )
