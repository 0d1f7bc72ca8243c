"""To whom a lineage can be shown: partners of trade first, and whoever is searched for."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext

from fairwild.kernel.actors import OrganisationKind
from fairwild.organisations.queries import (
    OrganisationFacts,
    list_organisations,
    organisations_by_id,
)
from fairwild.trade.queries.partners import partners_of
from fairwild.unit_of_work import Reading
from fairwild.wording.organisations import country_name

MOST = 50
"""So many names a list can still be read through; of more one writes a part of the name."""

KINDS = (OrganisationKind.COMPANY, OrganisationKind.OPERATOR)
Group = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Offered:
    """Names to choose from, in groups, and whether more fit than are shown."""

    groups: list[Group]
    more: bool

    @property
    def only(self) -> str:
        """The one that fits, where it is the only one."""
        found = [one for _, names in self.groups for one, _ in names]
        return found[0] if len(found) == 1 else ""


def offered_to(reading: Reading, home: UUID, text: str, *, without: Collection[UUID]) -> Offered:
    """Give those with whom one trades, the last first, and others by name; only who can sign in.

    `text` narrows both to names, codes or countries. Without it others are given only while they
    are few, and `without` are never given.
    """
    partners = _known(reading, partners_of(reading, home), text)
    ids = {one.id for one in partners}
    most = MOST + len(ids) + len(without) + 1
    found = [one for kind in KINDS for one in list_organisations(reading, kind, text, most=most)]
    others = sorted(
        (one for one in found if one.id not in ids), key=lambda one: one.name.casefold()
    )
    named = [_open_to(some, {home, *without}) for some in (partners, others)]
    more = any(len(some) > MOST for some in named)
    if len(named[1]) > MOST and not text:
        named[1] = []
    titles = (gettext("You trade with them"), gettext("Others"))
    groups = [(title, _names(some[:MOST])) for title, some in zip(titles, named, strict=True)]
    return Offered([one for one in groups if one[1]], more)


def _known(reading: Reading, ids: list[UUID], text: str) -> list[OrganisationFacts]:
    known = organisations_by_id(reading, ids)
    return [known[one] for one in ids if _fits(known[one], text.casefold())]


def _fits(one: OrganisationFacts, text: str) -> bool:
    return text in one.name.casefold() or text in one.code.casefold() or text == one.country.lower()


def _open_to(some: list[OrganisationFacts], without: Collection[UUID]) -> list[OrganisationFacts]:
    return [one for one in some if one.kind in KINDS and not one.outside and one.id not in without]


def _names(some: list[OrganisationFacts]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.name} ({one.code}, {country_name(one.country)})") for one in some]
