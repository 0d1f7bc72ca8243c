"""Who acts: a person with roles in organisations, or the house itself."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class OrganisationKind(StrEnum):
    """What an organisation is in the scheme."""

    SCHEME_OWNER = "scheme-owner"
    CERTIFICATION_BODY = "certification-body"
    OPERATOR = "operator"
    COMPANY = "company"


class Role(StrEnum):
    """What a person does for an organisation."""

    OPERATOR_MANAGER = "operator-manager"
    BUYING_CLERK = "buying-clerk"
    BODY_OFFICE = "body-office"
    AUDITOR = "auditor"
    EVALUATOR = "evaluator"
    CERTIFIER = "certifier"
    COMPANY_MEMBER = "company-member"
    SCHEME_STEWARD = "scheme-steward"
    SYSTEM_ADMINISTRATOR = "system-administrator"


ROLES_OF_KIND: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.SCHEME_OWNER: (Role.SCHEME_STEWARD, Role.SYSTEM_ADMINISTRATOR),
    OrganisationKind.CERTIFICATION_BODY: (
        Role.BODY_OFFICE,
        Role.AUDITOR,
        Role.EVALUATOR,
        Role.CERTIFIER,
    ),
    OrganisationKind.OPERATOR: (Role.OPERATOR_MANAGER, Role.BUYING_CLERK),
    OrganisationKind.COMPANY: (Role.COMPANY_MEMBER,),
}


@dataclass(frozen=True)
class Post:
    """One role held in one organisation."""

    organisation_id: UUID
    role: Role


@dataclass(frozen=True)
class Actor:
    """Who does or asks something, with every post held at that moment."""

    person_id: UUID | None
    posts: frozenset[Post] = frozenset()
    organisation_id: UUID | None = None

    def holds(self, role: Role, organisation_id: UUID) -> bool:
        """Tell whether the actor holds this role in that organisation."""
        return Post(organisation_id, role) in self.posts

    def organisations_with(self, *roles: Role) -> frozenset[UUID]:
        """Name the organisations in which the actor holds one of these roles."""
        return frozenset(post.organisation_id for post in self.posts if post.role in roles)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role the actor holds anywhere."""
        return frozenset(post.role for post in self.posts)


NOBODY = Actor(person_id=None)
"""A visitor who has not signed in."""
