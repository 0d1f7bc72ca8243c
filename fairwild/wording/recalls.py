"""The words of recalls."""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.mail.letters import Letter
from fairwild.recalls.letters import CalledBack, Writer
from fairwild.wording.figures import weight

OBSTACLES: dict[str, LazyString] = {
    "recall-without-basis": _l(
        "Say what is suspect: lots, a harvester, an area, a permit or days of collection."
    ),
    "recall-days-turned-round": _l("The days end (%(until)s) before they begin (%(since)s)."),
    "recall-reason-missing": _l("Say why the goods are called back."),
    "recall-finds-nothing": _l("Nothing was found: no lot of yours fits what you named."),
    "recall-lot-unknown": _l("No lot of yours or open to you has the number or code “%(lot)s”."),
    "recall-harvester-unknown": _l("No harvester has the number “%(harvester)s”."),
    "recall-days-unreadable": _l("A day is written like 2026-05-12."),
    "recall-closed": _l("Recall %(recall)s is closed."),
    "recall-answer-unexplained": _l(
        "%(expected_g)s were expected and %(held_g)s are held: say what became of the rest."
    ),
    "recall-holder-answers-itself": _l("%(holder)s has an account and answers itself."),
    "recall-answer-by-hearsay": _l(
        "Say how %(holder)s told you: by letter, by telephone, to whom."
    ),
    "recall-unanswered": _l("Not everybody has answered yet: %(organisations)s."),
    "recall-outcome-missing": _l("Say how the recall ended."),
}

EVENTS: dict[str, LazyString] = {
    "recall-started": _l("Goods were called back"),
    "holder-told": _l("A holder was told of a recall"),
    "recall-answered": _l("A holder answered a recall"),
    "recall-closed": _l("A recall was closed"),
}

WORDS: dict[str, LazyString] = {
    "RecallKind:real": _l("recall"),
    "RecallKind:mock": _l("rehearsal"),
    "RecallStatus:open": _l("open"),
    "RecallStatus:closed": _l("closed"),
    "Finding:all-held": _l("all of it is here and held"),
    "Finding:partly-gone": _l("some of it is gone"),
    "Finding:all-gone": _l("none of it is here any more"),
    "Finding:not-ours": _l("we never had it"),
}


def recall_letter(base_url: str) -> Writer:
    """Give what puts a recall into words, with the address where to answer."""

    def write(facts: CalledBack) -> Letter:
        named = {"by": facts.by, "number": facts.number}
        subject = gettext("Recall %(number)s: %(by)s calls goods back", **named)
        body = gettext(
            "%(by)s calls goods back (%(number)s).\n\nWhy: %(reason)s\n\n"
            "By our records %(expected)s of it are with you. They are on hold: do not use, sell "
            "or move them. Look at what is there.\n",
            reason=facts.reason,
            expected=weight(facts.expected_g),
            **named,
        )
        if facts.outside:
            body += "\n" + gettext(
                "You have no account: tell %(by)s what you found, quoting %(number)s.\n", **named
            )
        else:
            link = f"{base_url}/recalls/notices/{facts.notice_id}"
            body += "\n" + gettext("Answer here:\n%(link)s\n", link=link)
        return Letter(to=facts.to, subject=subject, body=body)

    return write
