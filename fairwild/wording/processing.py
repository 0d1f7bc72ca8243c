"""The words of processing."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "process-not-in-force": _l("The scheme says nothing about this kind of processing then."),
    "form-not-from-this": _l("This kind of processing does not give %(form)s."),
    "certification-would-be-lost": _l(
        "Certificate %(certificate)s does not cover these goods as %(form)s: they would lose their "
        "certification. Confirm that this is meant, give up their claim, or ask the certification "
        "body first."
    ),
    "more-out-than-in": _l("%(in_g)s went in and %(out_g)s came out: more than there was."),
    "nothing-added": _l("Say how much was added: more than nothing."),
    "addition-not-named": _l("Say what was added, such as olive oil."),
    "addition-not-for-this": _l(
        "Nothing is added in this kind of processing, but %(added_g)s are written as added."
    ),
    "does-not-reconcile-with-addition": _l(
        "%(in_g)s went in and %(added_g)s were added; output %(out_g)s, by-product "
        "%(by_product_g)s and loss %(loss_g)s leave a difference of %(difference_g)s."
    ),
    "addition-is-the-plant": _l(
        "%(name)s names %(species)s, the plant itself: more of it goes in as a lot of its own."
    ),
    "yield-out-of-band": _l(
        "%(ratio)s kg in for one kg out is not possible here: it takes from %(lowest_ratio)s to "
        "%(highest_ratio)s."
    ),
    "ratio-not-as-measured": _l(
        "%(ratio)s kg in for one kg out is not what you measured: your trial %(trial)s allows "
        "from %(lowest_ratio)s to %(highest_ratio)s. Weigh again, or measure anew."
    ),
    "tolerance-out-of-range": _l("A tolerance of %(share)s is not from 1 %% to %(most)s."),
    "trial-gives-more-than-taken": _l(
        "More came out than went in: %(ratio)s kg in for one kg out cannot be."
    ),
    "trial-in-the-future": _l("%(measured_on)s has not come yet; it is %(today)s."),
    "method-missing": _l("Say how the trial was made."),
    "not-a-write-off": _l("Goods are written off as lost or as used by the house."),
    "write-off-reason-missing": _l("Say why so much of lot %(lot)s is written off."),
    "grade-not-named": _l("Give every part a grade."),
    "report-already-there": _l("The report %(file)s is attached already."),
    "grade-twice": _l("Give every grade only once."),
    "test-passed-against-limit": _l(
        "%(result)s does not keep the limit (%(limit_kind)s %(allowed)s), yet the verdict is "
        "passed. Say why it passed, or set the limit right: it may be a minimum."
    ),
    "test-failed-against-limit": _l(
        "%(result)s keeps the limit (%(limit_kind)s %(allowed)s), yet the verdict is failed. "
        "Say why it failed, or set the limit right: it may be a minimum."
    ),
    "test-in-the-future": _l("%(tested_on)s has not come yet; it is %(today)s."),
    "test-before-the-lot": _l(
        "On %(tested_on)s lot %(lot)s could not be tested: it was made on %(made_on)s."
    ),
}

EVENTS: dict[str, LazyString] = {
    "ratio-measured": _l("Ratio measured"),
    "lot-tested": _l("Laboratory test recorded"),
    "lot-test-reported": _l("Laboratory report attached"),
}

WORDS: dict[str, LazyString] = {
    "MovementKind:sift": _l("sifted"),
    "MovementKind:mill": _l("milled"),
    "MovementKind:distil": _l("distilled"),
    "MovementKind:macerate": _l("macerated"),
    "MovementKind:grade": _l("graded"),
    "MovementKind:sample": _l("sampled"),
    "MovementKind:loss": _l("lost"),
    "MovementKind:own-use": _l("used by the house"),
    "ProcessKind:dry": _l("Dry"),
    "ProcessKind:cut": _l("Cut"),
    "ProcessKind:sift": _l("Sift"),
    "ProcessKind:mill": _l("Mill"),
    "ProcessKind:distil": _l("Distil"),
    "ProcessKind:macerate": _l("Macerate"),
    "ProcessKind:grade": _l("Grade"),
    "ProcessKind:sample": _l("Take a sample"),
    "ProcessKind:test": _l("Laboratory test"),
    "ProcessKind:give-up-claim": _l("Give up the claim"),
    "ProcessKind:write-off": _l("Write off"),
    "BandSource:measured": _l("your own trial"),
    "BandSource:scheme": _l("of everybody, where no trial was written down"),
    "MassKept:conserved": _l("output, by-product and loss make up what went in"),
    "MassKept:driven-out": _l("what did not come out was driven out"),
    "MassKept:added": _l("something is added, so more comes out than plants went in"),
    "LimitKind:at-most": _l("at most"),
    "LimitKind:at-least": _l("at least"),
    "Verdict:passed": _l("passed"),
    "Verdict:failed": _l("failed"),
    "Judgement:status-kept": _l("as the lot it was taken from"),
    "LotTrait:grade": _l("grade"),
    "LotTrait:product": _l("product"),
    "Form:oil": _l("oil"),
    "Form:extract": _l("extract"),
    "Form:sample": _l("sample"),
    "State:liquid": _l("liquid"),
    "Stated:input": _l("went in from"),
    "Stated:output": _l("output"),
    "Stated:by-product": _l("by-product"),
    "Stated:loss": _l("loss"),
    "Stated:added": _l("added"),
    "Stated:gross": _l("gross"),
    "Stated:tare": _l("tare"),
}
