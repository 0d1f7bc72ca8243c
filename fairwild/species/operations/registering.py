"""Deeds on species."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.refusals import Conflict, Obstacle
from fairwild.species.events import SpeciesChanged, SpeciesRegistered
from fairwild.species.queries import find_same
from fairwild.species.records import Species
from fairwild.unit_of_work import UnitOfWork


def _obstacles(work: UnitOfWork, code: str, scientific_name: str) -> Iterator[Obstacle]:
    for same in find_same(work, code=code, scientific_name=scientific_name):
        if same.code == code:
            yield Obstacle("species-code-taken", {"code": code}, at="code")
        if same.scientific_name == scientific_name:
            yield Obstacle("species-name-taken", {"name": scientific_name}, at="scientific_name")


def register_species(
    work: UnitOfWork,
    *,
    code: str,
    scientific_name: str,
    author: str = "",
    family: str = "",
    synonyms: Sequence[str] = (),
    common_names: Mapping[str, str] | None = None,
    cites_appendix: str = "",
    threatened: bool = False,
) -> Species:
    """Make a species known to the scheme under its accepted name."""
    work.may(Action.REGISTER_SPECIES)
    work.refuse_if(_obstacles(work, code, scientific_name))
    species = Species(
        code=code,
        scientific_name=scientific_name,
        author=author,
        family=family,
        synonyms=list(synonyms),
        common_names=dict(common_names or {}),
        cites_appendix=cites_appendix,
        threatened=threatened,
    )
    work.add(species)
    work.record(
        SpeciesRegistered(
            subject=species.id,
            code=code,
            scientific_name=scientific_name,
            author=author,
            cites_appendix=cites_appendix,
        )
    )
    return species


def edit_species(
    work: UnitOfWork,
    *,
    species_id: UUID,
    version: int,
    author: str = "",
    family: str = "",
    synonyms: Sequence[str] = (),
    common_names: Mapping[str, str] | None = None,
    cites_appendix: str = "",
    threatened: bool = False,
) -> Species:
    """Put right what is known of a species: its names, its CITES appendix, whether threatened.

    Code and scientific name stay. Raises Conflict for a version that is no longer there.
    """
    species = work.take(Species, species_id, to=Action.REGISTER_SPECIES)
    if species.version != version:
        raise Conflict("species")
    species.author, species.family = author, family
    species.synonyms, species.common_names = list(synonyms), dict(common_names or {})
    species.cites_appendix, species.threatened = cites_appendix, threatened
    work.record(
        SpeciesChanged(
            subject=species.id,
            author=author,
            family=family,
            cites_appendix=cites_appendix,
            threatened=threatened,
        )
    )
    work.session.flush()
    return species
