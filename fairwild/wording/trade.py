"""The words of the room `trade`."""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.mail.letters import Letter
from fairwild.trade.letters import GoodsUnderWay, Writer

OBSTACLES: dict[str, LazyString] = {
    "form-already-sent": _l(
        "This form was already sent once with other figures. Check what is in it now and send it "
        "again if you mean it."
    ),
    "receiver-unknown": _l("Choose a company or an operator as the receiver."),
    "same-organisation": _l("Sender and receiver are the same organisation."),
    "consignment-already-answered": _l("This consignment has been answered: %(status)s."),
    "more-than-shipped": _l(
        "Of lot %(lot)s %(shipped_g)s were shipped, so %(received_g)s cannot have arrived."
    ),
    "difference-without-reason": _l("Say why not everything is accepted."),
}

EVENTS: dict[str, LazyString] = {
    "consignment-shipped": _l("Consignment shipped"),
    "consignment-received": _l("Consignment received whole"),
    "consignment-received-in-part": _l("Consignment received in part"),
    "consignment-refused": _l("Consignment refused"),
}

WORDS: dict[str, LazyString] = {
    "ConsignmentStatus:shipped": _l("under way"),
    "ConsignmentStatus:received": _l("received"),
    "ConsignmentStatus:received-in-part": _l("received in part"),
    "ConsignmentStatus:refused": _l("refused"),
}


def announcement(base_url: str) -> Writer:
    """Give a writer of letters that tell a receiver of goods under way."""

    def write(facts: GoodsUnderWay) -> Letter:
        link = f"{base_url}/consignments/{facts.consignment_id}"
        named = {"sender": facts.sender, "number": facts.number, "link": link}
        subject = gettext("%(sender)s has shipped %(number)s to you", **named)
        text = gettext(
            "%(sender)s has shipped consignment %(number)s to you.\n\n"
            "When it arrives, weigh it and confirm what you received:\n%(link)s\n",
            **named,
        )
        return Letter(to=facts.to, subject=subject, body=text)

    return write
