"""The words of recalls."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.mail.letters import Letter
from fairwild.recalls.letters import (
    CalledBack,
    EndWriter,
    RecallEnded,
    RecallReleased,
    ReleaseWriter,
    Writer,
)
from fairwild.wording.figures import day, weights_by_state

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
    "recall-state-unexplained": _l(
        "%(expected_g)s %(state)s were expected and %(held_g)s are held: "
        "say what became of the rest."
    ),
    "recall-finding-unexplained": _l("Say what became of the goods."),
    "recall-states-added-up": _l(
        "Fresh and dry goods were asked for, which are never added up: say what is held of each."
    ),
    "recall-state-not-asked": _l(
        "No goods of this state were asked for: %(state)s. Leave it out, and say it in the note."
    ),
    "recall-nothing-under-way": _l("Nothing was on its way to them when they were told."),
    "recall-holder-answers-itself": _l("%(holder)s has an account and answers itself."),
    "recall-holder-answered-itself": _l(
        "%(holder)s has answered itself, by the mailed link; if it has more to say, mail it a "
        "new one."
    ),
    "recall-answer-by-hearsay": _l(
        "Say how %(holder)s told you: by letter, by telephone, to whom."
    ),
    "recall-unanswered": _l("Not everybody has answered yet: %(organisations)s."),
    "recall-still-under-way": _l(
        "%(organisation)s did not get the goods, and nobody has said what became of consignment "
        "%(consignments)s."
    ),
    "recall-still-open": _l("Recall %(recall)s is still open: closing it releases its holds."),
    "recall-nothing-kept": _l("Nothing stayed on hold after recall %(recall)s."),
    "recall-release-unexplained": _l("Say why the goods may move again."),
    "recall-outcome-missing": _l("Say how the recall ended."),
}

EVENTS: dict[str, LazyString] = {
    "recall-started": _l("Goods were called back"),
    "holder-told": _l("A holder was told of a recall"),
    "recall-link-sent": _l("Link mailed to a holder without an account"),
    "recall-link-used": _l("A holder answered a recall by a mailed link"),
    "recall-answered": _l("A holder answered a recall"),
    "recall-closed": _l("A recall was closed"),
    "recall-goods-released": _l("What stayed on hold after a recall was released"),
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
    "Finding:not-arrived": _l("it has not arrived yet"),
}


def coming_said(coming: Mapping[str, Any]) -> str:
    """Say what was on its way in one consignment: `90 kg dry, sent by Elm Tree, ELM-S-2026-1`."""
    said: str = gettext(
        "%(weights)s, sent by %(sender)s in consignment %(number)s",
        weights=weights_by_state(coming["by_state"]),
        sender=coming["sender"],
        number=coming["number"],
    )
    return said


def unaccounted_said(party: Mapping[str, Any]) -> str:
    """Say of whom or of what a recall was closed without: `Elm Tree: no answer`."""
    who, sent = party["organisation"], ", ".join(party["consignments"])
    if party["finding"] is None and sent:
        said: str = gettext(
            "%(who)s: no answer, consignment %(sent)s under way to them", who=who, sent=sent
        )
    elif party["finding"] is None:
        said = gettext("%(who)s: no answer", who=who)
    else:
        said = gettext("%(who)s: consignment %(sent)s had not come", who=who, sent=sent)
    return said


def _where(facts: CalledBack) -> Iterator[str]:
    """Say what a holder has, and what is on its way to it."""
    if facts.expected_by_state:
        yield gettext(
            "By our records you have of it: %(expected)s. It is on hold: do not use, sell or move "
            "it. Look at what is there.",
            expected=weights_by_state(facts.expected_by_state),
        )
    for one in facts.under_way:
        yield gettext(
            "On its way to you: %(coming)s. It is on hold: refuse it when it comes, or put it "
            "aside and do not use it.",
            coming=coming_said(one),
        )


def recall_letter(base_url: str) -> Writer:
    """Give what puts a recall into words, with the address where to answer."""

    def write(facts: CalledBack) -> Letter:
        named = {"by": facts.by, "number": facts.number}
        subject = gettext("Recall %(number)s: %(by)s calls goods back", **named)
        body = gettext(
            "%(by)s calls goods back (%(number)s).\n\nWhy: %(reason)s\n",
            reason=facts.reason,
            **named,
        )
        body += "".join(f"\n{one}\n" for one in _where(facts))
        if facts.outside:
            body += _by_link(f"{base_url}/recalls/answers/{facts.secret}", facts)
        else:
            link = f"{base_url}/recalls/notices/{facts.notice_id}"
            body += "\n" + gettext("Answer here:\n%(link)s\n", link=link)
        return Letter(to=facts.to, subject=subject, body=body)

    return write


def _by_link(link: str, facts: CalledBack) -> str:
    """Say how a holder without an account answers, and until when."""
    said = "\n" + gettext("Answer here:\n%(link)s\n", link=link)
    if facts.expires_at is not None:
        said += "\n" + gettext(
            "You need no account. The link is good once, until %(day)s; keep it to yourself.\n",
            day=day(facts.expires_at),
        )
    return said


def ended_letter(base_url: str) -> EndWriter:
    """Give what puts the end of a recall into words."""

    def write(facts: RecallEnded) -> Letter:
        subject = gettext("Recall %(number)s of %(by)s is closed", number=facts.number, by=facts.by)
        body = gettext(
            "%(by)s has closed recall %(number)s.\n\nHow it ended: %(outcome)s\n",
            by=facts.by,
            number=facts.number,
            outcome=facts.outcome,
        )
        if facts.kept:
            body += "\n" + gettext(
                "It is not known where this is: %(lots)s. It stays on hold: do not use, sell or "
                "move it until %(by)s releases it.\n",
                lots=", ".join(facts.kept),
                by=facts.by,
            )
        else:
            body += "\n" + gettext("Your lots are no longer on hold for it.\n")
        if not facts.outside:
            body += f"\n{base_url}/recalls/notices/{facts.notice_id}\n"
        return Letter(to=facts.to, subject=subject, body=body)

    return write


def released_letter(base_url: str) -> ReleaseWriter:
    """Give what puts the release of what stayed on hold into words."""

    def write(facts: RecallReleased) -> Letter:
        named = {"by": facts.by, "number": facts.number}
        subject = gettext("Recall %(number)s of %(by)s: goods are no longer on hold", **named)
        body = gettext(
            "%(by)s has released what had stayed on hold after recall %(number)s.\n\n"
            "Why it may move again: %(reason)s\n\n"
            "Your lots are no longer on hold for it: %(lots)s.\n",
            reason=facts.reason,
            lots=", ".join(facts.lots),
            **named,
        )
        if facts.notice_id is not None:
            body += f"\n{base_url}/recalls/notices/{facts.notice_id}\n"
        return Letter(to=facts.to, subject=subject, body=body)

    return write
