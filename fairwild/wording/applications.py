"""The words of applications and agreements."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from fairwild.applications.letters import ApplicationNews, Writer
from fairwild.applications.states import ConsentState, ReviewOutcome
from fairwild.mail.letters import Letter

OBSTACLES: dict[str, LazyString] = {
    "application-not-a-draft": _l("The application is %(status)s: it can no longer be changed."),
    "application-closed": _l("The application is %(status)s: nothing more can be added to it."),
    "application-part-missing": _l("Still to fill in: %(part)s."),
    "self-assessment-note-missing": _l("Say in the note why %(indicator)s does not apply to you."),
    "self-assessment-incomplete": _l(
        "The self-assessment has %(answered)s of %(asked)s answers; give the others, or say that "
        "they do not apply."
    ),
    "consent-not-asked": _l(
        "The operator must agree before you can submit: it has not been asked yet."
    ),
    "consent-waiting": _l("The operator is asked for its consent and has not answered yet."),
    "consent-refused": _l(
        "The operator does not agree. Its reason stands here; you can ask again."
    ),
    "consent-outdated": _l(
        "Something was changed after the operator agreed: ask for its consent again."
    ),
    "consent-given": _l("The operator has agreed to this application already."),
    "consent-not-waiting": _l("Nobody waits for your answer to this application."),
    "consent-refusal-unexplained": _l("Say why you do not agree: the company that pays reads it."),
    "application-not-submitted": _l(
        "The application is %(status)s: only one that was submitted can be answered."
    ),
    "reviewer-submitted-it": _l("You submitted this application yourself: let somebody else see."),
    "review-check-not-met": _l("Not accepted without this: %(check)s."),
    "body-cannot-certify-there": _l(
        "On %(on)s your body has no approval for %(standard)s %(version)s in %(country)s."
    ),
    "body-lacks-a-role": _l(
        "Your body needs an auditor, an evaluator and a certifier, and does not have all three."
    ),
    "body-lacks-people": _l(
        "Auditor, evaluator and certifier must be %(needed)s different people; there are "
        "%(people)s."
    ),
    "agreement-not-yet-signed": _l("The day of signature, %(signed_on)s, has not come yet."),
    "agreement-without-days": _l("The agreement must end after %(signed_on)s, when it was signed."),
    "application-of-others": _l("This application is of another operator or for another body."),
    "application-not-accepted": _l(
        "The application is %(status)s: sign an agreement only once it is accepted."
    ),
    "agreement-on-file": _l(
        "The signed copy of agreement %(edition)s is on file and stays; keep a new agreement "
        "instead."
    ),
    "agreement-ended": _l("Agreement %(edition)s has been ended."),
    "agreement-ends-before-it-began": _l("It was signed on %(signed_on)s and cannot end before."),
}

EVENTS: dict[str, LazyString] = {
    "application-written": _l("Application begun"),
    "application-changed": _l("Application changed"),
    "self-assessment-answered": _l("Self-assessment answered"),
    "application-document-attached": _l("Document added to the application"),
    "consent-asked": _l("Operator asked for its consent"),
    "consent-answered": _l("Operator answered the question for its consent"),
    "application-submitted": _l("Application submitted"),
    "application-withdrawn": _l("Application withdrawn"),
    "application-reviewed": _l("Application answered by the body"),
    "agreement-signed": _l("Agreement signed"),
    "agreement-copy-kept": _l("Signed copy of the agreement kept"),
    "agreement-ended": _l("Agreement ended"),
}

WORDS: dict[str, LazyString] = {
    "ApplicationStatus:draft": _l("draft"),
    "ApplicationStatus:submitted": _l("submitted"),
    "ApplicationStatus:accepted": _l("accepted"),
    "ApplicationStatus:declined": _l("declined"),
    "ApplicationStatus:withdrawn": _l("withdrawn"),
    "ConsentOutcome:given": _l("agreed"),
    "ConsentOutcome:refused": _l("not agreed"),
    "ConsentState:not-asked": _l("not asked yet"),
    "ConsentState:waiting": _l("asked, not answered yet"),
    "ConsentState:given": _l("agreed"),
    "ConsentState:refused": _l("not agreed"),
    "ConsentState:outdated": _l("agreed to an earlier state"),
    "ReviewOutcome:accept": _l("accept"),
    "ReviewOutcome:decline": _l("decline"),
    "ReviewOutcome:send-back": _l("send back to be completed"),
    "ReviewCheck:complete": _l("the application is complete and clear"),
    "ReviewCheck:capacity": _l("we have the people and the days for this audit"),
    "ReviewCheck:competence": _l("our people are competent for these species and this country"),
    "ReviewCheck:scope": _l("species, places and activities lie within our scope"),
    "FormPart:operator_contact": _l("contact at the operator"),
    "FormPart:mandator_contact": _l("contact at the company that pays"),
    "FormPart:location": _l("where it is and how to get there"),
    "FormPart:buying_points": _l("number of buying points"),
    "FormPart:collectors": _l("collectors in each area"),
    "FormPart:processing_staff": _l("number of people in processing"),
    "FormPart:species": _l("target species"),
}


def application_news(base_url: str) -> Writer:
    """Give a writer of letters about an application, to the body's office or to the applicant."""

    def write(news: ApplicationNews) -> Letter:
        named = {
            "number": news.number,
            "operator": news.operator,
            "body": news.body,
            "mandator": news.mandator,
            "version": news.standard_version,
            "reasons": news.reasons,
            "link": f"{base_url}/applications/{news.application_id}",
        }
        subject, text = _SAID[news.outcome]
        return Letter(to=news.to, subject=str(subject) % named, body=str(text) % named)

    return write


_SAID: dict[ReviewOutcome | ConsentState | None, tuple[LazyString, LazyString]] = {
    None: (
        _l("%(operator)s applies for certification (%(number)s)"),
        _l(
            "%(operator)s has handed in the application %(number)s under version %(version)s of "
            "the standard.\n\nRead it and answer:\n%(link)s\n"
        ),
    ),
    ConsentState.WAITING: (
        _l("%(mandator)s asks whether you agree to the application %(number)s"),
        _l(
            "%(mandator)s has prepared an application for the certification of %(operator)s by "
            "%(body)s and pays for it. It is not handed in unless you agree.\n\nRead it and "
            "answer:\n%(link)s\n"
        ),
    ),
    ConsentState.GIVEN: (
        _l("%(operator)s agrees to the application %(number)s"),
        _l(
            "%(operator)s has agreed to the application %(number)s as it stands. You can hand it "
            "in; if anything is changed before, it has to agree again.\n\n%(link)s\n"
        ),
    ),
    ConsentState.REFUSED: (
        _l("%(operator)s does not agree to the application %(number)s"),
        _l(
            "%(operator)s does not agree to the application %(number)s.\n\nReason: %(reasons)s\n\n"
            "%(link)s\n"
        ),
    ),
    ReviewOutcome.ACCEPT: (
        _l("Your application %(number)s is accepted"),
        _l(
            "%(body)s has accepted the application %(number)s of %(operator)s. Next comes the "
            "agreement; then the audit can be planned.\n\nReasons: %(reasons)s\n\n%(link)s\n"
        ),
    ),
    ReviewOutcome.DECLINE: (
        _l("Your application %(number)s is declined"),
        _l(
            "%(body)s has declined the application %(number)s of %(operator)s.\n\n"
            "Reasons: %(reasons)s\n\n%(link)s\n"
        ),
    ),
    ReviewOutcome.SEND_BACK: (
        _l("Your application %(number)s came back to be completed"),
        _l(
            "%(body)s has sent the application %(number)s of %(operator)s back. Complete it and "
            "hand it in again.\n\nWhat is missing: %(reasons)s\n\n%(link)s\n"
        ),
    ),
}
"""What a letter says of each answer, and of none yet: its subject and its text."""
