"""The words of the room `areas`."""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from fairwild.areas.letters import ChangeNews, Writer
from fairwild.areas.states import ChangeStatus
from fairwild.kernel.geometry import GeometryFault
from fairwild.mail.letters import Letter
from fairwild.wording.fields import MESSAGES
from fairwild.wording.figures import weight

OBSTACLES: dict[str, LazyString] = {
    "limit-raised-after-collection": _l(
        "Collecting has begun this season, and %(drawn_g)s of %(limit_g)s count today: you can "
        "lower the limit now; to raise it, ask your certification body. Receipts that were taken "
        "back do not change this."
    ),
    "limit-not-raised": _l(
        "The limit is %(limit_g)s: %(wanted_g)s is not more. Lowering needs nobody's consent."
    ),
    "change-already-asked": _l(
        "A certification body is deciding about this limit. Until then it stays as it is."
    ),
    "body-does-not-certify": _l(
        "%(body)s does not certify you. Only a body whose certificate you hold can allow more."
    ),
    "change-without-reason": _l("Say why more may be collected than was estimated."),
    "change-already-decided": _l("This request is no longer open: %(status)s."),
    "decision-without-reason": _l("Give the reasons of your decision."),
    "block-not-due": _l("%(area)s rests in %(year)s; it is collected again in %(next_year)s."),
    "area-code-taken": _l("You already have an area with the code %(code)s."),
    "area-closed": _l("%(area)s is closed; nothing about it changes any more."),
    "species-not-registered": _l("This species is not registered with the scheme."),
    "target-species-chosen-already": _l("You already collect the %(part)s of this species."),
    "target-species-ended": _l("You no longer collect the %(part)s of this species."),
    "not-a-target-species": _l(
        "The %(part)s of this species is not among what you collect; add it to the target "
        "species first."
    ),
    "season-overlaps": _l(
        "There is already a limit from %(first_day)s to %(last_day)s: one limit, fresh or dry, for "
        "a season, and seasons must not overlap."
    ),
    "year-limited-already": _l(
        "There is already a limit of %(limit_g)s for %(year)s, from %(first_day)s to "
        "%(last_day)s: a year has one limit. Make that season longer, or ask the certification "
        "body for a higher limit."
    ),
    "ground-limited-already": _l(
        "Area %(area)s lies on the same ground (%(overlap_m2)s, %(share)s of the smaller one) and "
        "has a limit for the same plants from %(first_day)s to %(last_day)s: ground has one limit "
        "a year."
    ),
    "area-overlaps": _l(
        "The outline lies on %(overlap_m2)s of area %(area)s, %(share)s of the smaller one: draw "
        "them beside each other, or close the other area first."
    ),
    "season-shortened": _l(
        "Collecting has begun (%(drawn_g)s count today): the season from %(first_day)s to "
        "%(last_day)s can only be made longer, and begins in the same year."
    ),
    "season-without-end": _l("The season must end after it begins on %(first_day)s."),
    "limit-not-positive": _l("The limit must be more than nothing."),
    "limit-below-drawn": _l(
        "%(drawn_g)s are already collected; the limit cannot become %(limit_g)s."
    ),
    "quota-exceeded": _l(
        "This season's limit is %(limit_g)s, of which %(drawn_g)s are collected. "
        "%(left_g)s are left; %(wanted_g)s is too much."
    ),
}

EVENTS: dict[str, LazyString] = {
    "area-registered": _l("Area registered"),
    "area-changed": _l("Area changed"),
    "area-closed": _l("Area closed"),
    "target-species-chosen": _l("Target species chosen"),
    "target-species-ended": _l("Target species ended"),
    "maximum-quantity-set": _l("Maximum quantity set"),
    "target-species-marked": _l("Marked whether a permit is needed"),
    "quantity-change-asked": _l("Another limit asked of the certification body"),
    "quantity-change-supported": _l("A paper laid beside the request"),
    "quantity-change-approved": _l("The certification body granted another limit"),
    "quantity-change-refused": _l("The certification body refused another limit"),
    "quantity-change-withdrawn": _l("Request for another limit taken back"),
    "maximum-quantity-changed": _l("Maximum quantity changed"),
    "quantity-drawn": _l("Collected against the maximum quantity"),
    "quantity-returned": _l("Given back to the maximum quantity"),
}

WORDS: dict[str, LazyString] = {
    "ChangeStatus:asked": _l("waits for the certification body"),
    "ChangeStatus:approved": _l("granted"),
    "ChangeStatus:refused": _l("refused"),
    "ChangeStatus:withdrawn": _l("taken back"),
    "ChangeStatus:direct": _l("lowered or set by the operator"),
    "GeometryKind:Point": _l("point"),
    "GeometryKind:Polygon": _l("outline"),
    "GeometryKind:MultiPolygon": _l("several outlines"),
}

_OF_A_POINT = frozenset(
    {
        "duplicate-position",
        "crosses-antimeridian",
        "not-a-position",
        "not-finite",
        "longitude-out-of-range",
        "latitude-out-of-range",
    }
)


def geometry_sentence(fault: GeometryFault) -> str:
    """Say what is wrong with an outline, and at which point of the line where it is one."""
    said = str(MESSAGES[f"geometry-{fault.code}"])
    last = fault.where.rpartition("/")[2]
    if fault.code not in _OF_A_POINT or not last.isdigit():
        return said
    return gettext("Point %(point)s: %(said)s", point=int(last) + 1, said=said)


def change_news(base_url: str) -> Writer:
    """Give a writer of letters about a wish for another maximum quantity, to either side."""

    def write(news: ChangeNews) -> Letter:
        named = {
            "operator": news.operator,
            "body": news.body,
            "area": news.area,
            "species": news.species,
            "before": weight(news.limit_before_g),
            "after": weight(news.limit_g),
            "reason": news.decision_reason or news.reason,
            "link": f"{base_url}/quantity-changes/{news.change_id}",
        }
        subject, text = _SAID[news.status]
        return Letter(to=news.to, subject=str(subject) % named, body=str(text) % named)

    return write


_SAID: dict[ChangeStatus, tuple[LazyString, LazyString]] = {
    ChangeStatus.ASKED: (
        _l("%(operator)s asks for another maximum quantity"),
        _l(
            "%(operator)s asks that %(after)s of %(species)s may be collected in %(area)s this "
            "season instead of %(before)s.\n\nReason: %(reason)s\n\n"
            "See the request and decide:\n%(link)s\n"
        ),
    ),
    ChangeStatus.APPROVED: (
        _l("The maximum quantity of %(area)s is now %(after)s"),
        _l(
            "%(body)s has granted that %(after)s of %(species)s may be collected in %(area)s "
            "this season; it was %(before)s.\n\nReason: %(reason)s\n\n%(link)s\n"
        ),
    ),
    ChangeStatus.REFUSED: (
        _l("The maximum quantity of %(area)s stays at %(before)s"),
        _l(
            "%(body)s has refused that %(after)s of %(species)s may be collected in %(area)s "
            "this season. The limit stays at %(before)s.\n\nReason: %(reason)s\n\n%(link)s\n"
        ),
    ),
}
"""What a letter says of each standing: its subject and its text."""
