"""Custody and claims in sentences: why a lot is certified, and what a product may say."""

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from fairwild.kernel.parameters import Evidence
from fairwild.kernel.plants import Form
from fairwild.lots.custody.facts import Claim, Composition, Custody, Foreseen, Tier
from fairwild.lots.states import MovementKind
from fairwild.wording import obstacle_sentence, word
from fairwild.wording.figures import day, percent

_CERTIFIED: dict[MovementKind, LazyString] = {
    MovementKind.COLLECT: _l("Certified: collected from %(day)s on under %(under)s%(scope)s."),
    MovementKind.SHIP: _l("Certified: sold on %(day)s under %(under)s%(scope)s."),
    MovementKind.RECEIVE: _l("Certified: received on %(day)s, as it was sold under %(under)s."),
    MovementKind.RETURN: _l("Certified: came back on %(day)s, as it left under %(under)s."),
}
_MADE = _l("Certified: %(deed)s on %(day)s from certified lots under %(under)s%(scope)s.")
_IN_PART = _l(
    "Certified to %(share)s: %(deed)s on %(day)s with lots certified under %(under)s%(scope)s."
)
_BOUGHT = _l(
    "Certified: %(deed)s on %(day)s from lots bought under %(under)s, which keep the status they "
    "were sold with."
)
_NOT: dict[str, LazyString] = {
    "uncertified-input": _l("Not certified: %(deed)s on %(day)s from uncertified material."),
    "no-certificate": _l(
        "Not certified: the operation held no certificate when it was %(deed)s on %(day)s."
    ),
    "certificate-not-in-force": _l(
        "Not certified: on %(day)s certificate %(under)s was not in force (%(standing)s)."
    ),
    "uncovered-when-recorded": _l(
        "Not certified: collected on %(day)s, but recorded only on %(recorded)s, when certificate "
        "%(under)s did not cover it (%(standing)s)."
    ),
    "species-not-in-scope": _l(
        "Not certified: on %(day)s certificate %(under)s did not cover %(species)s."
    ),
    "part-not-in-scope": _l(
        "Not certified: on %(day)s certificate %(under)s did not cover the %(goods)s."
    ),
    "area-not-in-scope": _l(
        "Not certified: on %(day)s certificate %(under)s did not cover the %(goods)s."
    ),
    "form-not-in-scope": _l(
        "Not certified: %(deed)s on %(day)s, and certificate %(under)s does not cover it as "
        "%(form)s."
    ),
    "state-not-in-scope": _l(
        "Not certified: certificate %(under)s counts another weight of the %(goods)s, fresh or "
        "dry, than what was collected on %(day)s."
    ),
    "claim-given-up": _l("Not certified: its holder gave up the claim on %(day)s."),
    "nothing-certified-in-it": _l(
        "Not certified: nothing in this product was certified when it was blended on %(day)s."
    ),
    "threatened-ingredient-uncertified": _l(
        "No claim: when it was blended on %(day)s, a plant in it that is threatened worldwide was "
        "not certified."
    ),
}
_CARRIED = _l("Not certified: it was not when it was %(deed)s on %(day)s.")


def custody_sentence(custody: Custody) -> str:
    """Say in one sentence why a lot is certified, or why it is not."""

    nearest = custody.nearest
    facts = {
        "deed": word(custody.kind),
        "day": day(custody.at),
        "recorded": day(custody.recorded_at),
        "under": _numbers(custody) or (nearest.number if nearest else gettext("no certificate")),
        "standing": word(nearest.standing) if nearest else "–",
        "species": custody.species,
        "goods": _goods(custody),
        "form": word(custody.form),
        "scope": _scope(custody),
        "share": percent(custody.composition.share) if custody.composition else "",
    }
    return str(_pattern(custody)) % facts


def _pattern(custody: Custody) -> LazyString:
    if not custody.certified:
        if custody.kind is not MovementKind.COLLECT and custody.code == "no-certificate":
            return _CARRIED
        return _NOT.get(custody.code, _CARRIED)
    if custody.composition is not None and custody.composition.share < 1:
        return _IN_PART
    if custody.kind in _CERTIFIED:
        return _CERTIFIED[custody.kind]
    return _MADE if custody.own else _BOUGHT


def _numbers(custody: Custody) -> str:
    return ", ".join(one.number for one in custody.certificates)


def _goods(custody: Custody) -> str:
    """Name part, plant and areas: root of Glycyrrhiza glabra from area B3."""

    if custody.part is None:
        return custody.species
    facts = {"part": word(custody.part), "species": custody.species}
    if not custody.areas:
        plant: str = gettext("%(part)s of %(species)s", **facts)
        return plant
    named: str = ngettext(
        "%(part)s of %(species)s from area %(areas)s",
        "%(part)s of %(species)s from areas %(areas)s",
        len(custody.areas),
        areas=", ".join(custody.areas),
        **facts,
    )
    return named


def _scope(custody: Custody) -> str:
    """Say for what the certificates were in force, or that a later one answers for them."""
    if not custody.own:
        return ""
    if all(one.standing.value == "issued" for one in custody.certificates):
        said: str = gettext(", then in force for %(goods)s", goods=_goods(custody))
        return said
    followed: str = gettext(
        ", for which a later certificate of the same holder answered for %(goods)s",
        goods=_goods(custody),
    )
    return followed


def foreseen_sentences(foreseen: Foreseen) -> list[str]:
    """Say what will be certified of what comes out, and what will not be."""
    said = []
    if foreseen.keeps:
        kept = {"forms": _forms(foreseen.keeps), "under": foreseen.certificates}
        said.append(gettext("Stays certified under %(under)s as %(forms)s.", **kept))
    if foreseen.loses:
        lost = {"forms": _forms(foreseen.loses), "under": foreseen.certificates}
        said.append(
            gettext(
                "Loses its certification as %(forms)s: certificate %(under)s does not cover that.",
                **lost,
            )
        )
    return said


def _forms(forms: tuple[Form, ...]) -> str:
    return ", ".join(word(form) for form in forms)


def claim_sentence(composition: Composition) -> str:
    """Say what a product may claim by its certified share, or that it may claim nothing."""
    share = gettext(
        "%(share)s of it is certified %(basis)s",
        share=percent(composition.share),
        basis=word(composition.basis),
    )
    if composition.claim is None:
        reasons = [word(code, "Judgement") for code in composition.refused]
        nothing: str = gettext(
            "%(share)s; nothing may be claimed: %(reasons)s",
            share=share,
            reasons="; ".join(reasons),
        )
        return nothing
    claimed: str = gettext(
        "%(share)s: tier %(rank)s, “%(claim)s”, %(logo)s.",
        share=share,
        rank=composition.rank,
        claim=word(composition.claim),
        logo=word(composition.logo),
    )
    return claimed


def source_sentence(evidence: Evidence, source: str, rules: str) -> str:
    """Say on whose word a tier rests; what is not confirmed is never given as the scheme's own."""
    if evidence is Evidence.CONFIRMED:
        confirmed: str = gettext(
            "As the scheme owner published it: %(source)s. Rule set %(rules)s.",
            source=source,
            rules=rules,
        )
        return confirmed
    unconfirmed: str = gettext(
        "Not confirmed by the scheme owner, whose approval a label needs before it is printed. "
        "Read from: %(source)s. Rule set %(rules)s.",
        source=source,
        rules=rules,
    )
    return unconfirmed


def tier_sentence(tier: Tier) -> str:
    """Name a tier as a choice: its number, what it says, and from which share on."""

    named: str = gettext(
        "tier %(rank)s: %(claim)s, from %(share)s on",
        rank=tier.rank,
        claim=word(tier.claim),
        share=percent(tier.at_least),
    )
    return named


def planned_sentence(claim: Claim) -> str:
    """Say what a recipe would let a product claim if it were blended today."""
    share = gettext(
        "%(share)s of it is certified %(basis)s",
        share=percent(claim.share),
        basis=word(claim.rules.basis),
    )
    if claim.tier is None:
        reasons = " ".join(obstacle_sentence(one) for one in claim.obstacles)
        nothing: str = gettext(
            "%(share)s; nothing may be claimed. %(reasons)s", share=share, reasons=reasons
        )
        return nothing
    claimed: str = gettext(
        "%(share)s: tier %(rank)s, “%(claim)s”, %(logo)s.",
        share=share,
        rank=claim.tier.rank,
        claim=word(claim.tier.claim),
        logo=word(claim.tier.logo),
    )
    return claimed
