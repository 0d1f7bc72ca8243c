"""Letters about audits in plain words."""

from collections.abc import Iterator

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.audits.letters import AuditNews, StepNews, Teller, Told, Writer
from fairwild.mail.letters import Letter
from fairwild.wording import word
from fairwild.wording.figures import day, span_of_days


def ending_news(base_url: str) -> Writer:
    """Give a writer of letters about an audit that does not go on."""

    def write(news: AuditNews) -> Letter:
        paid, link = news.agreement_id, f"{base_url}/audits/{news.audit_id}"
        named = {
            "number": news.number,
            "audited": news.audited,
            "body": news.body,
            "starts_on": day(news.starts_on),
            "ends_on": day(news.ends_on),
            "reason": news.reason,
            "link": f"{base_url}/agreements/{paid}" if paid else link,
        }
        subject, text = _BROKEN_OFF if news.broken_off else _CANCELLED
        said = str(_PAYER_ENDED if paid else text) % named
        return Letter(to=news.to, subject=str(subject) % named, body=said)

    return write


def step_news(base_url: str) -> Teller:
    """Give a writer of letters about the course of an audit."""

    def write(news: StepNews) -> Letter:
        subject, sentence = STEPS[news.what]
        named = _named(news)
        told = [str(sentence) % named, *_more(news), _address(base_url, news)]
        return Letter(to=news.to, subject=str(subject) % named, body="\n\n".join(told) + "\n")

    return write


def _named(news: StepNews) -> dict[str, object]:
    return {
        "number": news.number,
        "audited": news.audited,
        "body": news.body,
        "days": span_of_days(news.starts_on, news.ends_on),
        "found": news.number_of,
        "due_on": day(news.due_on) if news.due_on else "",
        "outcome": word(news.outcome) if news.outcome else "",
    }


def _more(news: StepNews) -> Iterator[str]:
    """Say what a letter has to say besides its first sentence."""
    if news.what in _NAMES_TEAM and news.team:
        yield gettext("Who comes: %(team)s.", team=", ".join(news.team))
    if news.what is Told.FINISHED:
        yield _to_answer(news)
    if news.said:
        yield gettext("What was said:\n%(said)s", said=news.said)
    if news.last_day:
        until = day(news.last_day)
        yield gettext("Up to and including %(until)s you can appeal against it.", until=until)


def _to_answer(news: StepNews) -> str:
    if not news.to_answer:
        return gettext("No nonconformity waits for your answer.")
    lines = [
        gettext("Nonconformity %(number)s until %(until)s", number=number, until=day(due_on))
        for number, due_on in news.to_answer
    ]
    return "\n".join([gettext("Answer these:"), *lines])


def _address(base_url: str, news: StepNews) -> str:
    if news.agreement_id is not None:
        return f"{base_url}/agreements/{news.agreement_id}"
    where = f"{base_url}/audits/{news.audit_id}"
    found = news.nonconformity_id
    return f"{where}/nonconformities/{found}" if found else where


_NAMES_TEAM = frozenset({Told.CONFIRMED, Told.TEAM_CHANGED})

_CANCELLED: tuple[LazyString, LazyString] = (
    _l("Audit %(number)s is cancelled"),
    _l(
        "%(body)s has cancelled the audit %(number)s of %(audited)s, planned from %(starts_on)s to "
        "%(ends_on)s. Nobody comes on these days.\n\nWhy:\n%(reason)s\n\nThe plan stays "
        "readable:\n%(link)s\n"
    ),
)
_BROKEN_OFF: tuple[LazyString, LazyString] = (
    _l("Audit %(number)s is broken off"),
    _l(
        "%(body)s has broken off the audit %(number)s of %(audited)s. It leads to no decision; "
        "nonconformities that were written stand.\n\nWhy:\n%(reason)s\n\nWhat stands so far:\n"
        "%(link)s\n"
    ),
)
_PAYER_ENDED = _l(
    "The audit %(number)s of %(audited)s by %(body)s, planned from %(starts_on)s to %(ends_on)s, "
    "does not go on. You have this letter because you pay for it.\n\n%(link)s\n"
)

STEPS: dict[Told, tuple[LazyString, LazyString]] = {
    Told.CONFIRMED: (
        _l("Audit %(number)s: %(days)s"),
        _l(
            "%(body)s has confirmed the audit %(number)s of %(audited)s. Its days on the spot: "
            "%(days)s."
        ),
    ),
    Told.REOPENED: (
        _l("Audit %(number)s: the days no longer stand"),
        _l(
            "%(body)s has taken back its plan of the audit %(number)s of %(audited)s to change "
            "it. These days no longer stand: %(days)s."
        ),
    ),
    Told.TEAM_CHANGED: (
        _l("Audit %(number)s: the team has changed"),
        _l("%(body)s has changed the team of the audit %(number)s of %(audited)s."),
    ),
    Told.FINISHED: (
        _l("Audit %(number)s: the report is finished"),
        _l("The team of %(body)s has finished the report of the audit %(number)s of %(audited)s."),
    ),
    Told.DECIDED: (
        _l("Audit %(number)s: %(outcome)s"),
        _l("%(body)s has decided on the audit %(number)s of %(audited)s: %(outcome)s."),
    ),
    Told.ANSWERED: (
        _l("%(audited)s has answered nonconformity %(found)s of %(number)s"),
        _l(
            "%(audited)s has answered nonconformity %(found)s of the audit %(number)s. The answer "
            "waits to be read."
        ),
    ),
    Told.RETURNED: (
        _l("Nonconformity %(found)s of %(number)s: your answer came back"),
        _l(
            "%(body)s has sent back the answer of %(audited)s to nonconformity %(found)s of the "
            "audit %(number)s. Answer anew until %(due_on)s."
        ),
    ),
    Told.CRITICAL: (
        _l("Critical: nonconformity %(found)s of %(number)s, %(audited)s"),
        _l(
            "The team of %(body)s has found something critical in the audit %(number)s of "
            "%(audited)s: nonconformity %(found)s. While it stands no certificate can be decided; "
            "whether one in force is suspended, the certifiers decide now."
        ),
    ),
    Told.WITHDRAWN: (
        _l("Nonconformity %(found)s of %(number)s is withdrawn"),
        _l(
            "The team of %(body)s has withdrawn nonconformity %(found)s of the audit %(number)s of "
            "%(audited)s. It stays readable; nobody waits for an answer to it."
        ),
    ),
    Told.CLOSED: (
        _l("Nonconformity %(found)s of %(number)s is closed"),
        _l(
            "%(body)s has accepted the answer of %(audited)s to nonconformity %(found)s of the "
            "audit %(number)s. It is closed."
        ),
    ),
    Told.EXTENDED: (
        _l("Nonconformity %(found)s of %(number)s: time until %(due_on)s"),
        _l(
            "%(body)s has given %(audited)s more time for nonconformity %(found)s of the audit "
            "%(number)s. The last day is now %(due_on)s."
        ),
    ),
    Told.OBJECTED: (
        _l("%(audited)s objects to nonconformity %(found)s of %(number)s"),
        _l(
            "%(audited)s says that nonconformity %(found)s of the audit %(number)s is none. "
            "Somebody who had no part in the audit has to answer."
        ),
    ),
    Told.JUDGED: (
        _l("Nonconformity %(found)s of %(number)s: your objection is answered"),
        _l(
            "The objection of %(audited)s to nonconformity %(found)s of the audit %(number)s is "
            "answered: %(outcome)s."
        ),
    ),
}
"""Subject and first sentence of every letter about the course of an audit."""
