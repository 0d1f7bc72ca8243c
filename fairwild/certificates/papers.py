"""What a certificate prints: worded once at its issue, kept, and printed again from that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from fairwild.areas.facts import AreaFacts
from fairwild.certificates.facts import ScopeLine, StatusAt
from fairwild.certificates.states import Standing
from fairwild.documents.certificate import render_certificate
from fairwild.documents.facts import AreaLine, CertificatePaper
from fairwild.documents.facts import ScopeLine as PrintedLine
from fairwild.documents.findings import Finding
from fairwild.documents.layout import certificate_layouts
from fairwild.documents.lint import lint_certificate
from fairwild.organisations.queries import OrganisationFacts

LAYOUT = "wild-collection"
LANGUAGE = "en"
SCHEME = "FairWild"
SPECIMEN_ADDRESS = "https://certificates.example.org"

STANDING_LINES: Mapping[Standing, str] = {
    Standing.NOT_YET_VALID: "Not yet valid",
    Standing.SUSPENDED: "Suspended since %(day)s",
    Standing.WITHDRAWN: "Withdrawn on %(day)s",
    Standing.TERMINATED: "Ended on %(day)s",
    Standing.SUPERSEDED: "Superseded on %(day)s by %(by)s",
    Standing.EXPIRED: "Expired on %(day)s",
}


@dataclass(frozen=True)
class PlantNames:
    """How a species is named on paper."""

    scientific_name: str
    author: str
    common_name: str


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Everything a certificate is drawn up from, before it is worded."""

    number: str
    code: str
    holder: OrganisationFacts
    body: OrganisationFacts
    body_approval: str
    standard_title: str
    standard_version: str
    certification_year: int
    first_issued_on: date
    valid_from: date
    last_valid_day: date
    decision_reference: str
    decided_by: str
    decided_on: date
    lines: Sequence[ScopeLine]
    plants: Mapping[UUID, PlantNames]
    areas: Mapping[UUID, AreaFacts]
    restrictions: str = ""


def day_on_paper(day: date) -> str:
    """Write a day in full: `1 March 2026`."""
    return format_date(day, "d MMMM yyyy", locale=LANGUAGE)


def word_on_paper(value: StrEnum | str) -> str:
    """Write a word of a closed list as English has it: `whole-plant` is `whole plant`."""
    return str(value).replace("-", " ")


def weight_on_paper(mass_g: int) -> str:
    """Write grams as kilograms with grouping."""
    return f"{format_decimal(Decimal(mass_g) / 1000, '#,##0.###', locale=LANGUAGE)} kg"


def country_on_paper(code: str) -> str:
    """Write the name of a country."""
    return str(Locale(LANGUAGE).territories.get(code, code))


def address_on_paper(organisation: OrganisationFacts) -> str:
    """Write an address on one line; the country stands where no more is known."""
    written = ", ".join(part.strip() for part in organisation.address.splitlines() if part.strip())
    return written or country_on_paper(organisation.country)


def drawn_up(terms: Terms) -> dict[str, Any]:
    """Word a certificate for good: what is kept, without the address where it can be checked."""
    paper = CertificatePaper(
        language=LANGUAGE,
        number=terms.number,
        scheme_name=SCHEME,
        holder_name=terms.holder.name,
        holder_address=address_on_paper(terms.holder),
        holder_number=terms.holder.code,
        body_name=terms.body.name,
        body_address=address_on_paper(terms.body),
        body_approval=terms.body_approval,
        standard_name=terms.standard_title,
        standard_version=terms.standard_version,
        year_of_certification=str(terms.certification_year),
        first_issued_on=day_on_paper(terms.first_issued_on),
        valid_from=day_on_paper(terms.valid_from),
        valid_until=day_on_paper(terms.last_valid_day),
        decision_reference=terms.decision_reference,
        decided_by=terms.decided_by,
        decided_by_role="Certifier",
        decided_on=day_on_paper(terms.decided_on),
        verification_code=terms.code,
        check_url="",
        check_domain="",
        restrictions=terms.restrictions.strip(),
        synthetic=terms.holder.synthetic or terms.body.synthetic,
        species=tuple(_printed_line(line, terms) for line in terms.lines),
        areas=tuple(_area_line(area) for area in _areas_in(terms)),
    )
    kept: dict[str, Any] = asdict(paper)
    for changing in ("check_url", "check_domain", "status_line"):
        del kept[changing]
    return {**kept, "species": list(kept["species"]), "areas": list(kept["areas"])}


def _areas_in(terms: Terms) -> list[AreaFacts]:
    wanted = {area_id for line in terms.lines for area_id in line.area_ids}
    return sorted((terms.areas[area_id] for area_id in wanted), key=lambda area: area.code)


def _printed_line(line: ScopeLine, terms: Terms) -> PrintedLine:
    plant = terms.plants[line.species_id]
    codes = sorted(terms.areas[area_id].code for area_id in line.area_ids)
    forms = ", ".join(word_on_paper(form) for form in sorted(line.forms)) or "every form"
    return PrintedLine(
        species_name=plant.scientific_name,
        author=plant.author,
        common_name=plant.common_name,
        part=word_on_paper(line.part).capitalize(),
        form=forms.capitalize(),
        areas=", ".join(codes),
        risk_class=word_on_paper(line.risk_class or "not classified").capitalize(),
        maximum=weight_on_paper(line.maximum_g or 0),
        state=word_on_paper(line.state or ""),
    )


def _area_line(area: AreaFacts) -> AreaLine:
    """Print an area; of a sensitive one neither its name nor its size, for papers travel."""
    return AreaLine(
        code=area.code,
        name="Sensitive area" if area.sensitive else area.name,
        administrative_unit=area.admin_unit,
        country=country_on_paper(area.country),
        hectares="withheld" if area.sensitive else _hectares(area.size_m2),
        tenure="" if area.sensitive else area.tenure_note,
    )


def _hectares(area_m2: int) -> str:
    return f"{format_decimal(Decimal(area_m2) / 10_000, '#,##0.##', locale=LANGUAGE)} ha"


def check_url(code: str, *, base_url: str) -> str:
    """Give the address of the page on which anybody can check a certificate."""
    return f"{base_url.rstrip('/')}/c/{code}"


def printed_again(
    kept: Mapping[str, Any], *, base_url: str, status_line: str = ""
) -> CertificatePaper:
    """Give back the paper as it was worded, with the address of today and the status of today."""
    plain = {name: said for name, said in kept.items() if name not in {"species", "areas"}}
    return CertificatePaper(
        **plain,
        check_url=check_url(kept["verification_code"], base_url=base_url),
        check_domain=urlsplit(base_url).netloc,
        status_line=status_line,
        species=tuple(PrintedLine(**line) for line in kept["species"]),
        areas=tuple(AreaLine(**line) for line in kept["areas"]),
    )


def status_line(status: StatusAt, *, superseded_by: str = "") -> str:
    """Say on paper that a certificate is not in force; nothing while it is."""
    sentence = STANDING_LINES.get(status.standing, "")
    day = day_on_paper(status.since.date()) if status.since else ""
    return sentence % {"day": day, "by": superseded_by or "another certificate"}


def faults_of(kept: Mapping[str, Any]) -> Iterable[Finding]:
    """Say what this paper would print badly or not at all."""
    paper = printed_again(kept, base_url=SPECIMEN_ADDRESS)
    return lint_certificate(certificate_layouts()[LAYOUT], paper)


def pdf_of(kept: Mapping[str, Any], *, base_url: str, status_line: str = "") -> bytes:
    """Print a kept paper; the same paper, address and status give the same bytes."""
    paper = printed_again(kept, base_url=base_url, status_line=status_line)
    return render_certificate(certificate_layouts()[LAYOUT], paper)
