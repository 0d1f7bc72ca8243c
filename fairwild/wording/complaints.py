"""The words of complaints and appeals."""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.complaints.letters import CaseLetter, Writer
from fairwild.complaints.states import ComplaintStatus
from fairwild.mail.letters import Letter

OBSTACLES: dict[str, LazyString] = {
    "examiner-involved": _l(
        "%(person)s took part in %(audit)s (%(how)s). Free to handle this case from: %(free_on)s."
    ),
    "examiner-of-this-decision": _l(
        "%(person)s took part in %(audit)s (%(how)s), and the appeal is about that decision."
    ),
    "examiner-complained": _l("%(person)s has a part of their own in this case."),
    "examiner-judged-before": _l(
        "%(person)s has judged this case before: an appeal needs somebody else."
    ),
    "examiner-already": _l("The case is in the hands of %(person)s already."),
    "complaint-moved-on": _l("Case %(number)s is %(status)s: this cannot be done now."),
    "complaint-not-in-hands": _l(
        "Case %(number)s is %(status)s: notes are added while somebody is at work on it."
    ),
    "complaint-proofs-enough": _l("%(most)s files are in this case already: more are not taken."),
    "complaint-gist-missing": _l("Say in a sentence what it is about, without who complained."),
    "complaint-reason-missing": _l("Say why the case is passed on."),
    "complaint-reasons-missing": _l("Give the reasons."),
    "complaint-with-scheme-owner": _l("The scheme owner has case %(number)s already."),
    "decision-appeal-too-late": _l(
        "The decision on %(audit)s could be appealed until %(last_day)s. If something new came to "
        "light, make a complaint."
    ),
    "complaint-appeal-too-late": _l("Case %(number)s could be appealed until %(last_day)s."),
    "complaint-nobody-handles": _l(
        "Nobody is registered here who could handle this: no body, no scheme owner."
    ),
    "complaint-nothing-decided": _l("Nothing has been decided yet on %(audit)s."),
    "complainant-unknown": _l("Nothing is known of whoever complained."),
    "complainant-still-needed": _l(
        "The case is not concluded: whoever complained can still be told of it. They can have "
        "themselves forgotten at any time."
    ),
}

EVENTS: dict[str, LazyString] = {
    "complaint-received": _l("Complaint received"),
    "complaint-acknowledged": _l("Complaint acknowledged"),
    "complaint-examiner-appointed": _l("Examiner of a complaint appointed"),
    "complaint-passed-on": _l("Complaint passed on to the scheme owner"),
    "complaint-note-added": _l("Note added to the file of a complaint"),
    "complaint-proof-added": _l("File added by whoever complained"),
    "complaint-judged": _l("Complaint judged"),
    "complaint-outcome-appealed": _l("Outcome of a complaint appealed"),
    "complainant-forgotten": _l("Whoever complained was forgotten"),
}

WORDS: dict[str, LazyString] = {
    "ComplaintKind:plants": _l("plants or nature are harmed"),
    "ComplaintKind:people": _l("people are treated badly"),
    "ComplaintKind:claim": _l("a label or certificate is not true"),
    "ComplaintKind:audit": _l("the audit was not fair or thorough"),
    "ComplaintKind:other": _l("something else"),
    "ComplaintKind:appeal": _l("appeal against a decision"),
    "ComplaintSubject:operator": _l("operation"),
    "ComplaintSubject:certificate": _l("certificate"),
    "ComplaintSubject:label": _l("label"),
    "ComplaintSubject:decision": _l("decision"),
    "ComplaintStatus:received": _l("received"),
    "ComplaintStatus:acknowledged": _l("acknowledged"),
    "ComplaintStatus:investigated": _l("being looked into"),
    "ComplaintStatus:concluded": _l("concluded"),
    "ComplaintStatus:appealed": _l("outcome appealed"),
    "ComplaintStatus:reviewed": _l("being looked into again"),
    "ComplaintStatus:closed": _l("closed"),
    "ComplaintStage:first": _l("first judgement"),
    "ComplaintStage:appeal": _l("judgement on appeal"),
    "ComplaintOutcome:upheld": _l("upheld"),
    "ComplaintOutcome:partly-upheld": _l("partly upheld"),
    "ComplaintOutcome:not-upheld": _l("not upheld"),
    "Involved:team": _l("in the team"),
    "Involved:evaluated": _l("evaluated it"),
    "Involved:decided": _l("decided on it"),
    "Involved:confirmed": _l("confirmed its plan"),
    "Involved:set-aside": _l("set obstacles aside for it"),
    "Involved:reviewed": _l("reviewed this application"),
}


def case_letter(base_url: str) -> Writer:
    """Give what tells whoever complained how far their case has come."""

    def write(facts: CaseLetter) -> Letter:
        subject = gettext("Your complaint %(number)s", number=facts.number)
        return Letter(to=facts.to, subject=subject, body=_told(facts, base_url))

    return write


def _told(facts: CaseLetter, base_url: str) -> str:
    named = {"number": facts.number, "body": facts.body}
    if facts.secret is not None:
        link = f"{base_url}/complain/{facts.number}/{facts.secret}"
        return gettext(
            "%(body)s has your complaint %(number)s.\n\nFollow it here, and keep this link to "
            "yourself; it is sent only once:\n%(link)s\n\nWhoever is complained about does not "
            "learn from us who complained.\n",
            link=link,
            **named,
        )
    body = _further(facts.status, named)
    if facts.outcome is not None:
        outcome = str(WORDS[f"ComplaintOutcome:{facts.outcome}"])
        body += "\n" + gettext(
            "Outcome: %(outcome)s\n\n%(reasons)s\n", outcome=outcome, reasons=facts.reasons
        )
    if facts.status is ComplaintStatus.CONCLUDED:
        body += "\n" + gettext("You can appeal on the page of your case.\n")
    return body


def _further(status: ComplaintStatus, named: dict[str, str]) -> str:
    match status:
        case ComplaintStatus.ACKNOWLEDGED:
            return gettext(
                "%(body)s has read your complaint %(number)s and will look into it.\n", **named
            )
        case ComplaintStatus.APPEALED:
            return gettext(
                "%(body)s has your appeal in case %(number)s. Somebody else than before will "
                "judge it.\n",
                **named,
            )
    return gettext("%(body)s has judged your complaint %(number)s.\n", **named)
