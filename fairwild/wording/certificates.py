"""The words of the room `certificates`."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "no-certificate": _l("There is no certificate for this."),
    "certificate-not-in-force": _l(
        "Certificate %(certificate)s is not in force: %(standing)s since %(since)s."
    ),
    "species-not-in-scope": _l("Certificate %(certificate)s does not cover %(species)s."),
    "part-not-in-scope": _l(
        "Certificate %(certificate)s covers %(species)s, but not its %(part)s."
    ),
    "area-not-in-scope": _l(
        "Certificate %(certificate)s does not cover %(species)s (%(part)s) from %(area)s."
    ),
    "form-not-in-scope": _l(
        "Certificate %(certificate)s does not cover %(species)s (%(part)s) in this form: %(form)s."
    ),
    "state-not-in-scope": _l(
        "Certificate %(certificate)s counts another weight of %(species)s (%(part)s) than "
        "%(state)s."
    ),
    "certificate-maximum-exceeded": _l(
        "Certificate %(certificate)s allows %(maximum_g)s of this a year, of which %(drawn_g)s are "
        "collected. %(left_g)s are left; %(wanted_g)s is too much. Ask the certification body to "
        "amend the certificate."
    ),
    "certificate-expired": _l(
        "The certificate has expired; its status can no longer become: %(to)s."
    ),
    "move-not-allowed": _l("A certificate that is %(status)s cannot become: %(to)s."),
    "reason-missing": _l("Write the reason: without one the status does not change."),
    "supersede-needs-certificate": _l(
        "A certificate is superseded by issuing another one, not by changing its status."
    ),
    "nothing-in-force-to-amend": _l(
        "No certificate is in force that this could change (%(kind)s): only an initial, annual or "
        "remote audit gives a new one."
    ),
    "amending-another-version": _l(
        "The certificate in force is of version %(version)s of the standard: only an audit under "
        "that version can change it."
    ),
    "certificate-scope-empty": _l("The audit names no species to certify."),
    "scope-line-without-area": _l("In the scope, %(species)s (%(part)s) has no collection area."),
    "scope-line-without-maximum": _l(
        "In the scope, %(species)s (%(part)s) has no maximum quantity."
    ),
    "earlier-certificate-suspended": _l(
        "Certificate %(certificate)s is suspended. Lift the suspension or end that certificate "
        "before another takes its place."
    ),
    "paper-not-printable": _l(
        "The certificate cannot be printed well: %(fault)s (%(field)s %(said)s)."
    ),
}

EVENTS: dict[str, LazyString] = {
    "certificate-issued": _l("Certificate issued"),
    "certificate-status-changed": _l("Status of a certificate changed"),
    "certificate-superseded": _l("Certificate superseded by another"),
}

WORDS: dict[str, LazyString] = {
    "CertificateStatus:issued": _l("in force"),
    "CertificateStatus:suspended": _l("suspended"),
    "CertificateStatus:withdrawn": _l("withdrawn"),
    "CertificateStatus:terminated": _l("ended"),
    "CertificateStatus:superseded": _l("superseded"),
    "Standing:not-yet-valid": _l("not yet valid"),
    "Standing:issued": _l("in force"),
    "Standing:suspended": _l("suspended"),
    "Standing:withdrawn": _l("withdrawn"),
    "Standing:terminated": _l("ended"),
    "Standing:superseded": _l("superseded"),
    "Standing:expired": _l("expired"),
    "Fault:field-empty": _l("a field is empty"),
    "Fault:letter-missing": _l("letters are missing in the typeface"),
    "Fault:text-cut": _l("a text does not fit its place"),
    "Fault:qr-module-too-small": _l("the symbol would be too small to scan"),
}
