"""The words of the auditor's desk."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "sample-report-locked": _l("The audit is %(status)s: its sample can no longer be changed."),
    "spot-check-draws-nothing": _l(
        "Nothing is drawn for a spot check of a buyer: its desk shows every consignment."
    ),
    "sample-drawn-before": _l(
        "A sample was drawn before (%(draws)s so far): say why it is drawn again."
    ),
    "sample-superseded": _l("A later sample was drawn: only that one can be changed."),
    "sample-reason-missing": _l("Every change by hand needs a reason."),
    "sample-thing-unknown": _l("The operator has no %(what)s with the number %(label)s."),
    "sample-thing-twice": _l("%(label)s stands in the sample already."),
    "rehearsal-lot-unknown": _l("The operator has no lot with the number %(lot)s."),
    "mock-recall-running": _l(
        "The clock of the mock recall of %(lot)s still runs: stop it and say how it ended."
    ),
    "rehearsal-stopped": _l("The clock of %(recall)s was stopped before."),
    "rehearsal-note-missing": _l("Say in a note where the papers did not agree."),
    "pin-thing-unknown": _l("There is no such record in the operator's ledger."),
    "pin-number-of-several": _l(
        "%(number)s can mean %(count)s records: name the one that is meant by its id."
    ),
}

EVENTS: dict[str, LazyString] = {
    "sample-drawn": _l("Sample of an audit drawn"),
    "sample-item-added": _l("Sample changed by hand: put in"),
    "sample-item-removed": _l("Sample changed by hand: taken out"),
    "rehearsal-started": _l("Mock recall of an audit started"),
    "rehearsal-stopped": _l("Mock recall of an audit ended"),
    "audit-paper-kept": _l("Paper of an audit kept word by word"),
}

WORDS: dict[str, LazyString] = {
    "PaperKind:plan": _l("Audit plan"),
    "PaperKind:report": _l("Audit report"),
    "PaperKind:nonconformities": _l("Nonconformity report"),
    "PaperKind:decision": _l("Decision letter"),
    "DocumentKind:permit": _l("permit"),
    "DocumentKind:certification-paper": _l("document of the certification"),
    "DocumentKind:own-answer": _l("answer of the self-assessment"),
    "DocumentKind:laboratory-report": _l("laboratory report"),
    "DocumentKind:transport-paper": _l("transport paper"),
    "DocumentKind:quantity-change": _l("paper of a quantity change"),
    "DocumentKind:stock-count": _l("stock count"),
    "SampleRule:square-root": _l("square root"),
    "SampleRule:risk-weight": _l("weighed by risk"),
    "Sampled:harvester": _l("harvester"),
    "Sampled:area": _l("area"),
    "Sampled:lot": _l("lot"),
    "Sampled:receipt": _l("receipt"),
    "ChangeKind:area-added": _l("new areas"),
    "ChangeKind:area-closed": _l("closed areas"),
    "ChangeKind:species-chosen": _l("new species"),
    "ChangeKind:limit-set": _l("areas with new limits"),
    "ChangeKind:limit-changed": _l("areas whose limit was raised or lowered"),
    "ChangeKind:certificate-moved": _l("certificates issued, suspended, lifted or ended"),
    "ChangeKind:permit-registered": _l("new permits"),
    "ChangeKind:permit-ended": _l("ended permits"),
    "ChangeKind:risk-class-given": _l("new risk classes"),
    "ChangeKind:harvester-joined": _l("new harvesters"),
    "ChangeKind:harvester-left": _l("harvesters who left"),
    "ChangeKind:receipt-reversed": _l("receipts taken back"),
    "ChangeKind:movement-corrected": _l("movements corrected"),
}
