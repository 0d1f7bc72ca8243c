"""The words of the room `trade`."""

from uuid import UUID

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.mail.letters import Letter
from fairwild.trade.letters import GoodsUnderWay, LineSaid, News, NewsKind, Teller, Writer
from fairwild.trade.states import Decision
from fairwild.wording.figures import day, weight

OBSTACLES: dict[str, LazyString] = {
    "form-already-sent": _l(
        "This form was already sent once with other figures. Check what is in it now and send it "
        "again if you mean it."
    ),
    "samples-are-not-sold": _l("Lot %(lot)s is a sample: it is kept or tested, not sold."),
    "receiver-unknown": _l("Choose a company or an operator as the receiver."),
    "same-organisation": _l("Sender and receiver are the same organisation."),
    "receiver-address-is-own": _l(
        "%(email)s is an address of your own organisation. Write that of the receiver, who "
        "confirms what arrives."
    ),
    "consignment-already-answered": _l("This consignment has been answered: %(status)s."),
    "more-than-shipped": _l(
        "Of lot %(lot)s %(shipped_g)s were shipped, so %(received_g)s cannot have arrived."
    ),
    "difference-without-reason": _l("Say why not everything is accepted."),
    "consignment-not-prepared": _l("This consignment is no longer in preparation: %(status)s."),
    "consignment-not-under-way": _l("This consignment is not under way: %(status)s."),
    "consignment-not-received": _l(
        "Only what was received can be reversed; this consignment: %(status)s."
    ),
    "invoice-number-taken": _l(
        "Invoice %(invoice)s is already that of consignment %(consignment)s. Use each number once."
    ),
    "waybill-number-taken": _l(
        "Waybill %(waybill)s is already that of consignment %(consignment)s. Use each number once."
    ),
    "paper-ends-before-it-begins": _l("A paper cannot end before the day it was issued."),
    "call-back-without-reason": _l("Say why the goods are called back."),
    "difference-settled": _l("Both sides have already agreed on these %(missing_g)s."),
    "difference-lot-used": _l(
        "Lot %(lot)s, in which %(missing_g)s came back on paper, has only %(available_g)s left: "
        "what was used cannot have been lost."
    ),
    "nothing-proposed": _l("Nobody has said yet what became of these goods."),
    "other-side-confirms": _l("Your side has asked; the other side has to answer."),
    "received-lot-drawn-on": _l(
        "Lot %(lot)s was drawn on since: %(movement)s on %(at)s. Undo that first, if it can be."
    ),
    "received-lot-on-hold": _l(
        "Lot %(lot)s is on hold since %(at)s and goes back only when it is released."
    ),
    "reversal-already-asked": _l("A reversal is already asked for and waits for an answer."),
    "reversal-withdrawn": _l("The request to reverse this consignment has been withdrawn."),
    "reversal-not-asked-by-you": _l("The other side has asked; you can agree or decline."),
    "reversal-already-answered": _l("This wish has been answered: %(status)s."),
    "reversal-without-reason": _l("Say why the consignment is to be reversed."),
    "arrival-link-replaced": _l("A newer letter has taken the place of this one; use its link."),
    "link-unknown": _l("Nobody has sent a link like this. Copy the whole of it from the letter."),
    "receiver-has-account": _l("%(receiver)s has an account here and answers by signing in."),
}

EVENTS: dict[str, LazyString] = {
    "consignment-shipped": _l("Consignment shipped"),
    "consignment-received": _l("Consignment received whole"),
    "consignment-received-in-part": _l("Consignment received in part"),
    "consignment-refused": _l("Consignment refused"),
    "consignment-prepared": _l("Consignment prepared"),
    "consignment-changed": _l("Prepared consignment changed"),
    "consignment-dropped": _l("Prepared consignment dropped"),
    "consignment-called-back": _l("Consignment called back by its sender"),
    "consignment-taken-back": _l("Consignment reversed by both sides"),
    "transport-paper-added": _l("Transport paper added"),
    "transport-paper-removed": _l("Transport paper removed"),
    "difference-outcome-proposed": _l("Outcome of a difference proposed"),
    "difference-outcome-declined": _l("Proposed outcome declined"),
    "difference-settled": _l("Difference settled"),
    "reversal-asked": _l("Reversal asked for"),
    "reversal-declined": _l("Reversal declined"),
    "reversal-withdrawn": _l("Request for a reversal withdrawn"),
    "receiver-link-sent": _l("Link mailed to a receiver without an account"),
    "receiver-link-used": _l("Receiver answered by a mailed link"),
}

WORDS: dict[str, LazyString] = {
    "ConsignmentStatus:shipped": _l("under way"),
    "ConsignmentStatus:received": _l("received"),
    "ConsignmentStatus:received-in-part": _l("received in part"),
    "ConsignmentStatus:refused": _l("refused"),
    "ConsignmentStatus:prepared": _l("in preparation"),
    "ConsignmentStatus:dropped": _l("dropped"),
    "ConsignmentStatus:called-back": _l("called back"),
    "ConsignmentStatus:taken-back": _l("taken back"),
    "DifferenceStatus:open": _l("open"),
    "DifferenceStatus:proposed": _l("said by one side, not yet confirmed"),
    "DifferenceStatus:settled": _l("settled"),
    "DifferenceOutcome:came-back": _l("came back to the sender"),
    "DifferenceOutcome:lost": _l("lost on the way"),
    "DifferenceOutcome:weighed-wrongly": _l("weighed wrongly, never there"),
    "ReversalStatus:asked": _l("asked"),
    "ReversalStatus:agreed": _l("agreed"),
    "ReversalStatus:declined": _l("declined"),
    "ReversalStatus:withdrawn": _l("withdrawn"),
    "Decision:agree": _l("agree"),
    "Decision:decline": _l("decline"),
    "LinkPurpose:answer": _l("confirm what arrived"),
    "LinkPurpose:settle": _l("agree on what is missing"),
    "LinkPurpose:reverse": _l("agree to a reversal"),
    "PaperGap:paper-missing": _l("missing"),
    "PaperGap:paper-used-before": _l("used before"),
    "PaperGap:paper-for-less": _l("for less"),
    "PaperGap:paper-partly-used": _l("partly used"),
    "PaperKind:waybill": _l("waybill (CMR, bill of lading, airway bill)"),
    "PaperKind:invoice": _l("invoice"),
    "PaperKind:packing-list": _l("packing list"),
    "PaperKind:transport-permit": _l("transport permit"),
    "PaperKind:cites-export": _l("CITES export permit"),
    "PaperKind:cites-import": _l("CITES import permit"),
    "PaperKind:cites-re-export": _l("CITES re-export certificate"),
    "PaperKind:phytosanitary": _l("phytosanitary certificate"),
    "PaperKind:origin": _l("certificate of origin"),
    "PaperKind:organic": _l("organic inspection certificate (COI)"),
    "PaperKind:lab-report": _l("laboratory report"),
    "PaperKind:access-and-benefit-sharing": _l("access and benefit sharing"),
    "PaperKind:other": _l("other paper"),
}


NEWS: dict[NewsKind, tuple[LazyString, LazyString]] = {
    NewsKind.ANSWERED: (
        _l("%(by)s has answered %(number)s"),
        _l("%(by)s has said what arrived of consignment %(number)s."),
    ),
    NewsKind.CALLED_BACK: (
        _l("%(by)s has called %(number)s back"),
        _l("%(by)s has called consignment %(number)s back; it will not arrive."),
    ),
    NewsKind.OUTCOME_PROPOSED: (
        _l("%(by)s says what became of a difference in %(number)s"),
        _l("%(by)s says what became of goods of %(number)s that were not accepted. Please answer."),
    ),
    NewsKind.OUTCOME_DECLINED: (
        _l("%(by)s sees a difference in %(number)s otherwise"),
        _l("%(by)s does not agree on what became of goods of %(number)s. It stays open."),
    ),
    NewsKind.OUTCOMES_ANSWERED: (
        _l("%(by)s has answered about differences in %(number)s"),
        _l("%(by)s says of each difference in %(number)s whether it agrees on what became of it."),
    ),
    NewsKind.SETTLED: (
        _l("A difference in %(number)s is settled"),
        _l("%(by)s agrees on what became of goods of %(number)s that were not accepted."),
    ),
    NewsKind.REVERSAL_ASKED: (
        _l("%(by)s asks to reverse %(number)s"),
        _l("%(by)s asks you to let consignment %(number)s be taken back. Please answer."),
    ),
    NewsKind.REVERSAL_DECLINED: (
        _l("%(by)s does not reverse %(number)s"),
        _l("%(by)s lets consignment %(number)s stand as it was received."),
    ),
    NewsKind.REVERSAL_WITHDRAWN: (
        _l("%(by)s asks no more to reverse %(number)s"),
        _l("%(by)s has withdrawn its request to take %(number)s back; you need not answer it."),
    ),
    NewsKind.TAKEN_BACK: (
        _l("%(number)s is reversed"),
        _l("%(by)s agrees: what was received of %(number)s is the sender's again."),
    ),
}
"""Subject and first sentence of every letter about a consignment that is under way or answered."""


def _address(base_url: str, consignment_id: UUID, secret: str) -> str:
    path = f"arrivals/{secret}" if secret else f"consignments/{consignment_id}"
    return f"{base_url}/{path}"


def announcement(base_url: str) -> Writer:
    """Give a writer of letters that tell a receiver of goods under way."""

    def write(facts: GoodsUnderWay) -> Letter:
        link = _address(base_url, facts.consignment_id, facts.secret)
        named = {"sender": facts.sender, "number": facts.number, "link": link}
        subject = gettext("%(sender)s has shipped %(number)s to you", **named)
        text = gettext(
            "%(sender)s has shipped consignment %(number)s to you.\n\n"
            "When it arrives, weigh it and confirm what you received:\n%(link)s\n",
            **named,
        )
        if facts.expires_at is not None:
            text += "\n" + gettext(
                "You need no account. The link is good once, until %(day)s; keep it to yourself.\n",
                day=day(facts.expires_at),
            )
        return Letter(to=facts.to, subject=subject, body=text)

    return write


def _line_said(line: LineSaid) -> str:
    """Say what was said of the goods of one lot."""
    named = {"lot": line.lot, "missing": weight(line.missing_g), "reason": line.said.reason}
    if line.said.decision is Decision.AGREE:
        return gettext("%(missing)s of %(lot)s: agreed.", **named)
    if not line.said.reason:
        return gettext("%(missing)s of %(lot)s: not agreed, it stays open.", **named)
    return gettext("%(missing)s of %(lot)s: not agreed, it stays open. %(reason)s", **named)


def news(base_url: str) -> Teller:
    """Give a writer of letters that tell one side what the other has done."""

    def tell(facts: News) -> Letter:
        subject, sentence = NEWS[facts.kind]
        named = {"by": facts.by, "number": facts.number}
        told = [str(sentence) % named]
        if facts.reason:
            told.append(gettext("Reason: %(reason)s", reason=facts.reason))
        told += map(_line_said, facts.lines)
        told.append(_address(base_url, facts.consignment_id, facts.secret))
        return Letter(to=facts.to, subject=str(subject) % named, body="\n\n".join(told) + "\n")

    return tell
