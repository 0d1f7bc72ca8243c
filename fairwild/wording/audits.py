"""The words of the room `audits`."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "auditee-not-an-operator": _l("Only an operator can be audited."),
    "standard-not-yet-valid": _l(
        "%(standard)s is valid from %(valid_from)s; the audit cannot start before."
    ),
    "team-needs-one-leader": _l("A team has exactly one leader; this one has %(leaders)s."),
    "team-member-twice": _l("A person can stand in the team only once."),
    "team-member-not-suited": _l(
        "The %(role)s of the team must work for this body, and must be its auditor to score."
    ),
    "records-pinned-to-version": _l(
        "%(pinned)s records are pinned to indicators of the version planned: take them off before "
        "you choose another."
    ),
    "scope-of-a-buyer": _l("A spot check of a buyer has no scope."),
    "scope-empty": _l("Name at least one species in the scope."),
    "scope-species-not-collected": _l(
        "Line %(line)s of the scope: the operator does not collect this part of this species."
    ),
    "scope-area-not-own": _l(
        "Line %(line)s of the scope: name at least one area, and only open areas of the operator."
    ),
    "scope-line-twice": _l(
        "Line %(line)s of the scope names goods of an area that line %(before)s names already: "
        "both would count. Write one line with all its areas."
    ),
    "audit-not-confirmed": _l(
        "The audit is %(status)s: its plan must be confirmed, and its work not have begun."
    ),
    "plan-confirmed": _l("The plan can no longer be changed: the audit is %(status)s."),
    "audit-not-to-cancel": _l("The audit is %(status)s: it can no longer be cancelled."),
    "cancelling-unexplained": _l("Say why."),
    "plan-reopening-unexplained": _l("Say why the confirmation is taken back."),
    "species-not-classified": _l(
        "%(species)s, %(part)s, has no risk classification for %(country)s on %(on)s: the scheme "
        "owner must class it first."
    ),
    "risk-class-risen": _l(
        "%(species)s, %(part)s, is classed as high risk for %(country)s by %(on)s; the audit did "
        "not ask for the indicators of high risk."
    ),
    "days-not-planned": _l("Say how many days the audit will take."),
    "days-not-counted": _l("Say how many days the audit took."),
    "days-in-the-past": _l(
        "The audit was to begin on %(starts_on)s, which is past: choose other days, or give a "
        "reason."
    ),
    "start-outside-plan": _l(
        "Today, %(on)s, is not one of the days planned, %(starts_on)s to %(ends_on)s: start the "
        "audit with a reason, or let the office change the plan."
    ),
    "year-not-as-counted": _l(
        "Year %(year)s is not the one counted: the first certified audit began on %(since)s, so "
        "this audit is for year %(counted)s. Take that, or give a reason."
    ),
    "year-without-certificate": _l(
        "No audit of this operator was certified yet, so this one is for year %(counted)s and not "
        "%(year)s. Take that, or give a reason."
    ),
    "year-before-standard": _l(
        "Nobody can be in year %(year)s: the standard itself is in its year %(latest)s."
    ),
    "audit-outside-season": _l(
        "From %(starts_on)s to %(ends_on)s nothing in the scope is in season: choose other days, "
        "or give a reason."
    ),
    "turnover-unknown": _l(
        "A remote audit is for microenterprises: state the yearly turnover; it must be below "
        "%(below_eur)s EUR."
    ),
    "remote-needs-microenterprise": _l(
        "A remote audit needs a yearly turnover below %(below_eur)s EUR; this one is "
        "%(turnover_eur)s EUR."
    ),
    "team-leader-missing": _l("The team has no leader."),
    "agreement-missing": _l("On %(on)s there is no signed certification agreement."),
    "audit-not-under-way": _l("The audit is %(status)s: its report can only change under way."),
    "scorer-not-in-audit-team": _l("You are not in the audit team as its leader or an auditor."),
    "indicator-unknown": _l("This audit does not ask for an indicator %(indicator)s."),
    "score-contradicts-itself": _l("An indicator that does not apply has no score."),
    "score-out-of-range": _l("A score lies between 0 and %(maximum)s, not at %(value)s."),
    "nothing-to-score": _l("%(standard)s %(version)s has no indicators to score."),
    "indicator-unscored": _l("Indicator %(indicator)s is not assessed yet."),
    "note-missing": _l("Say in a note why indicator %(indicator)s does not apply."),
    "waiver-unexplained": _l(
        "Indicator %(indicator)s is a minimum requirement this year: say in at least three words "
        "why it does not apply."
    ),
    "nothing-assessed": _l("Everything asked is said not to apply: nothing was assessed."),
    "nonconformity-missing": _l(
        "Indicator %(indicator)s is a minimum requirement this year and scored %(value)s instead "
        "of %(level)s: write a nonconformity about it."
    ),
    "nonconformity-not-open": _l("This nonconformity is %(status)s: it waits for no answer."),
    "answer-missing": _l("Say what keeps it from happening again."),
    "closing-note-missing": _l("Say in at least three words what was seen."),
    "verifying-document-missing": _l(
        "What is verified by document is shown: attach the file, or name the record."
    ),
    "nonconformity-not-answered": _l(
        "This nonconformity is %(status)s: only an answered one can be closed."
    ),
    "closer-is-answerer": _l("You gave the answer yourself: somebody else must accept it."),
    "nonconformity-of-another-audit": _l("This nonconformity belongs to another audit."),
    "nonconformity-closed": _l("Nonconformity %(number)s is closed or lifted."),
    "audit-not-finished": _l("The audit is %(status)s: only a finished report can be evaluated."),
    "evaluator-in-audit-team": _l("The evaluator stands in the audit team."),
    "audit-not-evaluated": _l("The audit is %(status)s: it must be evaluated before a decision."),
    "audit-decided": _l("The audit is decided already: %(outcome)s."),
    "decider-in-audit-team": _l("You are in the audit team: you cannot decide on your own audit."),
    "decider-is-evaluator": _l("You evaluated this audit: somebody else must decide."),
    "decider-verified-correction": _l(
        "You accepted a correction to what this audit found: somebody else must decide."
    ),
    "decider-returned-answer": _l(
        "You sent an answer to what this audit found back: somebody else must decide."
    ),
    "decider-judged-objection": _l(
        "You judged an objection to what this audit found: somebody else must decide."
    ),
    "evaluator-judged-objection": _l(
        "You judged an objection to what this audit found: somebody else must evaluate."
    ),
    "body-not-approved": _l(
        "On %(on)s the body is not approved for %(standard)s %(version)s in %(country)s."
    ),
    "m-indicator-unmet": _l(
        "Indicator %(indicator)s is a minimum requirement this year: it needs %(level)s and "
        "has %(value)s. It counts as met once every nonconformity about it is closed."
    ),
    "share-below-minimum": _l(
        "%(points)s of %(norm)s points are %(share)s; the year asks for %(minimum)s, that is "
        "%(needed)s points."
    ),
    "nonconformity-open": _l(
        "Nonconformity %(number)s (%(grade)s, indicator %(indicator)s) is not closed; it is due "
        "on %(due_on)s."
    ),
}

OBSTACLES |= {
    "answer-of-another-kind": _l("Indicator %(indicator)s is answered otherwise: it is %(kind)s."),
    "m-indicator-not-met": _l(
        "Indicator %(indicator)s is a minimum requirement this year, and was not met. It counts "
        "as met once every nonconformity about it is closed."
    ),
    "nonconformity-missing-not-met": _l(
        "Indicator %(indicator)s is a minimum requirement and was not met: write a nonconformity "
        "about it."
    ),
    "checked-not-a-company": _l("Only a company can be checked as a buyer."),
    "nothing-certified-bought": _l(
        "This company has accepted no consignment under a certificate of this body: there is "
        "nothing to check."
    ),
    "nothing-asked-of-buyers": _l("%(standard)s asks nothing of buyers."),
    "kind-of-another-party": _l("An operator is not audited as %(kind)s, nor a buyer otherwise."),
    "outcome-of-another-kind": _l("An audit of this kind cannot end as: %(outcome)s."),
    "spot-check-certifies-nothing": _l(
        "A spot check of a buyer certifies nothing: it ends as in order or not in order."
    ),
    "nonconformity-about-nothing": _l("Name at least one indicator."),
    "nonconformity-settled": _l("This nonconformity is %(status)s: nothing more is done about it."),
    "nonconformity-overdue": _l(
        "Its last day, %(due_on)s, has passed: more time is given before that day only."
    ),
    "extensions-used-up": _l(
        "A %(grade)s nonconformity may be extended so often: %(most)s. That is used up."
    ),
    "extension-not-later": _l("The new day must lie after %(due_on)s."),
    "extension-too-long": _l("The new day may be %(latest)s at the latest."),
    "finding-reason-missing": _l("Write the reason: the other side will read it."),
    "objection-there-already": _l("There is an objection to this nonconformity already."),
    "objection-answered-already": _l("The objection is answered already."),
    "objection-by-involved": _l(
        "You had a part in this audit: somebody who had none must answer the objection."
    ),
    "objection-with-body": _l(
        "Somebody of the certification body had no part in this audit and can answer. The scheme "
        "owner answers only where nobody of the body can."
    ),
    "audit-before-withdrawal": _l(
        "Certificate %(certificate)s was withdrawn on %(withdrawn_on)s, after the last day of this "
        "audit (%(last_day)s): only an audit after the withdrawal certifies."
    ),
    "audit-before-the-certified-one": _l(
        "Certificate %(certificate)s rests on audit %(audit)s, which ended on %(audited_until)s, "
        "later than this one (%(last_day)s): an older audit certifies no more."
    ),
    "nonconformity-open-elsewhere": _l(
        "Nonconformity %(number)s of audit %(audit)s (indicator %(indicator)s, %(grade)s) is not "
        "closed; it is due on %(due_on)s."
    ),
    "nonconformity-overdue-elsewhere": _l(
        "Nonconformity %(number)s of audit %(audit)s (indicator %(indicator)s) was due on "
        "%(due_on)s and was not answered in time: it is %(grade)s now."
    ),
    "nonconformity-grown-major": _l(
        "The minor nonconformity %(number)s on indicator %(indicator)s was due on %(due_on)s and "
        "was not answered in time: by rule it is %(grade)s now."
    ),
    "audit-at-work": _l(
        "Scores, evidence and report of this audit are open to you when the auditor has finished "
        "the report."
    ),
    "conditions-missing": _l("Say under which conditions."),
    "conditions-out-of-place": _l("Conditions belong to “certify with conditions” only."),
}

EVENTS: dict[str, LazyString] = {
    "audit-planned": _l("Audit planned"),
    "audit-plan-amended": _l("Audit plan changed"),
    "audit-confirmed": _l("Audit plan confirmed"),
    "audit-plan-reopened": _l("Confirmation of the plan taken back"),
    "audit-cancelled": _l("Audit cancelled"),
    "audit-days-used": _l("Days of the audit counted"),
    "audit-started": _l("Audit started"),
    "indicator-scored": _l("Indicator scored"),
    "evidence-attached": _l("Evidence attached"),
    "record-pinned": _l("Record pinned as evidence"),
    "verification-pinned": _l("Record named that an answer was verified by"),
    "record-unpinned": _l("Pinned record taken off"),
    "nonconformity-raised": _l("Nonconformity raised"),
    "nonconformity-answered": _l("Nonconformity answered"),
    "nonconformity-closed": _l("Nonconformity closed"),
    "answer-returned": _l("Answer to a nonconformity sent back"),
    "nonconformity-extended": _l("Nonconformity extended"),
    "nonconformity-objected": _l("Objection to a nonconformity"),
    "objection-answered": _l("Objection answered"),
    "audit-finished": _l("Audit report finished"),
    "audit-evaluated": _l("Audit evaluated"),
    "audit-decided": _l("Audit decided"),
}

WORDS: dict[str, LazyString] = {
    "AuditStatus:planned": _l("planned"),
    "AuditStatus:confirmed": _l("confirmed"),
    "AuditStatus:under-way": _l("under way"),
    "AuditKind:initial": _l("initial audit"),
    "AuditKind:annual": _l("annual audit"),
    "AuditKind:extension": _l("audit of an extension"),
    "AuditKind:additional": _l("additional audit"),
    "AuditKind:unannounced": _l("unannounced audit"),
    "AuditKind:remote": _l("remote audit"),
    "AuditKind:spot-check": _l("spot check of a buyer"),
    "AuditStatus:finished": _l("finished"),
    "AuditStatus:evaluated": _l("evaluated"),
    "AuditStatus:decided": _l("decided"),
    "AuditStatus:cancelled": _l("cancelled"),
    "NonconformityStatus:open": _l("open"),
    "NonconformityStatus:answered": _l("answered"),
    "NonconformityStatus:closed": _l("closed"),
    "DueBy:term": _l("by its months"),
    "DueBy:next-audit": _l("at the next yearly audit"),
    "NonconformityStatus:lifted": _l("lifted"),
    "NonconformityStatus:withdrawn": _l("withdrawn"),
    "Verification:document": _l("by document"),
    "Verification:remote": _l("remotely"),
    "Verification:on-site": _l("on site"),
    "ObjectionOutcome:upheld": _l("upheld"),
    "ObjectionOutcome:rejected": _l("rejected"),
    "Grade:minor": _l("minor"),
    "Grade:major": _l("major"),
    "Grade:critical": _l("critical"),
    "Outcome:certify": _l("certify"),
    "Outcome:certify-with-conditions": _l("certify with conditions"),
    "Outcome:refuse": _l("refuse"),
    "Outcome:in-order": _l("in order"),
    "Outcome:not-in-order": _l("not in order"),
    "Pinnable:lot": _l("lot"),
    "Pinnable:receipt": _l("receipt"),
    "Pinnable:movement": _l("movement"),
    "Pinnable:document": _l("document"),
    "Pinnable:consignment": _l("consignment"),
    "AuditPart:nonconformities": _l("nonconformities"),
    "AuditPart:work": _l("work of the team"),
    "AuditPart:recommendation": _l("recommendation"),
    "AuditPart:inner": _l("inner matters of the body"),
    "TeamRole:leader": _l("leader"),
    "TeamRole:auditor": _l("auditor"),
    "TeamRole:expert": _l("expert"),
    "TeamRole:observer": _l("observer"),
    "Evidence:confirmed": _l("confirmed"),
    "Evidence:secondary": _l("secondary source"),
    "Evidence:background": _l("background knowledge"),
    "Evidence:low-confidence": _l("low confidence"),
    "Evidence:design": _l("choice of this project"),
    "Points:0": _l("not met"),
    "Points:1": _l("on the way"),
    "Points:2": _l("norm met"),
    "Points:3": _l("better than the norm"),
}
