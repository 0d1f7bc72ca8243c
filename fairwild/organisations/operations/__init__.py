"""Deeds on organisations, approvals, people and their roles."""

from fairwild.organisations.operations.approving import (
    approve_body,
    change_approval_status,
)
from fairwild.organisations.operations.nationally import (
    end_registration,
    keep_registration_paper,
    may_attach,
    register_nationally,
)
from fairwild.organisations.operations.people import (
    change_profile,
    end_membership,
    grant_role,
    register_person,
    set_password_hash,
)
from fairwild.organisations.operations.registering import (
    edit_organisation,
    found_organisation,
    found_scheme_owner,
    hold_organisation,
    name_outside_company,
    register_organisation,
)

__all__ = (
    "approve_body",
    "change_approval_status",
    "change_profile",
    "edit_organisation",
    "end_membership",
    "end_registration",
    "found_organisation",
    "found_scheme_owner",
    "grant_role",
    "hold_organisation",
    "keep_registration_paper",
    "may_attach",
    "name_outside_company",
    "register_nationally",
    "register_organisation",
    "register_person",
    "set_password_hash",
)
