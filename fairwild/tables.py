"""Every table there is, under one metadata: what migrations compare the database with."""

from fairwild.accounts import records as _accounts
from fairwild.alarms import records as _alarms
from fairwild.applications import records as _applications
from fairwild.areas import records as _areas
from fairwild.audits import records as _audits
from fairwild.certificates import records as _certificates
from fairwild.competence import records as _competence
from fairwild.complaints import records as _complaints
from fairwild.desks import records as _desks
from fairwild.harvesters import records as _harvesters
from fairwild.imports import records as _imports
from fairwild.labels import records as _labels
from fairwild.ledger import records as _ledger
from fairwild.lots import records as _lots
from fairwild.mail import records as _mail
from fairwild.organisations import records as _organisations
from fairwild.permits import records as _permits
from fairwild.recalls import records as _recalls
from fairwild.species import records as _species
from fairwild.standards import records as _standards
from fairwild.store import series as _series
from fairwild.store.base import Base
from fairwild.trade import records as _trade

ROOMS = (
    _ledger,
    _mail,
    _series,
    _standards,
    _organisations,
    _accounts,
    _species,
    _areas,
    _harvesters,
    _permits,
    _applications,
    _competence,
    _audits,
    _certificates,
    _imports,
    _lots,
    _trade,
    _labels,
    _alarms,
    _recalls,
    _complaints,
    _desks,
)

metadata = Base.metadata
