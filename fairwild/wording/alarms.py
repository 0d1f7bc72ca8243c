"""The words of alarms."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "alarm-gone": _l("This alarm is no longer there: its figures have changed meanwhile."),
    "dismissal-reason-missing": _l("Say why this is no alarm."),
    "alarm-dismissed-already": _l("Somebody has put this alarm aside already."),
    "alarm-counts-already": _l("This alarm counts again already."),
}

EVENTS: dict[str, LazyString] = {
    "alarm-dismissed": _l("An alarm was put aside"),
    "alarm-restored": _l("An alarm counts again"),
}

WORDS: dict[str, LazyString] = {
    "AlarmKind:certificate-invalid-at-sale": _l("Sold without a valid certificate"),
    "AlarmKind:critical-finding": _l("Critical finding"),
    "AlarmKind:sale-over-stock": _l("More sold than can be there"),
    "AlarmKind:over-certified-quantity": _l("More collected than is certified"),
    "AlarmKind:two-places": _l("At two places on one day"),
    "AlarmKind:ratio-out-of-band": _l("Ratio out of its band"),
    "AlarmKind:outside-permit": _l("Collected outside the days of a permit"),
    "AlarmKind:harvester-stands-out": _l("A harvester's day stands out"),
    "AlarmKind:nonconformity-overdue": _l("Nonconformity overdue"),
    "AlarmKind:auditor-conflict": _l("Tie of an auditor to the client"),
    "AlarmKind:audit-overdue": _l("Audit overdue"),
    "AlarmKind:duplicate-harvesters": _l("Perhaps one harvester twice"),
    "AlarmKind:surplus-found": _l("More counted than booked"),
    "AlarmKind:recorded-late": _l("Recorded late"),
    "AlarmKind:permit-nearly-drawn": _l("Permit nearly used up"),
    "AlarmKind:quantity-nearly-drawn": _l("Maximum quantity nearly used up"),
    "About:harvester": _l("harvester"),
    "About:lot": _l("lot"),
    "About:movement": _l("movement"),
    "About:consignment": _l("consignment"),
    "About:certificate": _l("certificate"),
    "About:area": _l("area"),
    "About:permit": _l("permit"),
    "About:count": _l("count"),
    "About:audit": _l("audit"),
}

ALARMS: dict[str, LazyString] = {
    "certificate-invalid-at-sale": _l(
        "Lot %(lot)s left as certified while certificate %(certificate)s was %(standing)s."
    ),
    "sale-over-stock": _l(
        "%(sold_g)s of %(part)s of %(species)s (%(state)s) were sold as certified or went into "
        "finished products; at the best ratios only %(possible_g)s can have come of what was "
        "collected and received: %(over_g)s too much."
    ),
    "over-certified-quantity": _l(
        "%(collected_g)s of %(part)s of %(species)s (%(state)s) were collected in season "
        "%(season)s under %(certificate)s, which allows %(maximum_g)s a season: %(over_g)s too "
        "much."
    ),
    "two-places": _l(
        "On %(day)s harvester %(harvester)s collected in %(first)s and in %(second)s, "
        "%(distance_km)s km apart."
    ),
    "ratio-out-of-band": _l(
        "Lot %(lot)s was made at a ratio of %(ratio)s; by the trials of its day, some recorded "
        "since, %(lowest_ratio)s to %(highest_ratio)s is possible."
    ),
    "outside-permit": _l(
        "Receipt %(receipt)s was collected on %(day)s; permit %(permit)s is good from "
        "%(first_day)s to %(last_day)s."
    ),
    "harvester-stands-out": _l(
        "On %(day)s harvester %(harvester)s brought %(mass_g)s of %(species)s. The other "
        "%(days)s days average %(mean_g)s, with a standard deviation of %(sigma_g)s: this is more "
        "than %(sigmas)s of them above."
    ),
    "duplicate-harvesters": _l(
        "%(count)s people in the register (%(harvesters)s) may be one; they have %(alike)s."
    ),
    "critical-finding": _l(
        "Nonconformity %(number)s of audit %(audit)s of %(audited)s (indicator %(indicator)s), "
        "found on %(found_on)s, is critical and not decided on."
    ),
    "nonconformity-overdue": _l(
        "Nonconformity %(number)s of audit %(audit)s (indicator %(indicator)s) was due on "
        "%(due_on)s and was not answered in time; it counts as %(grade)s now."
    ),
    "auditor-conflict": _l(
        "%(person)s is in the team of audit %(audit)s and has a tie to %(client)s (%(kind)s), told "
        "on %(told_on)s."
    ),
    "audit-overdue": _l("%(why)s %(what)s was due by %(due_on)s and has not begun."),
    "surplus-found": _l(
        "Count %(count)s found %(surplus_g)s more than the books say, which nothing explains yet."
    ),
    "recorded-late": _l(
        "Receipts of lot %(lot)s recorded more than %(late_days)s days after their goods were "
        "collected: %(receipts)s, with %(mass_g)s together, the latest after %(days)s days."
    ),
    "permit-nearly-drawn": _l(
        "%(drawn_g)s of the %(limit_g)s of permit %(what)s are drawn; %(left_g)s are left."
    ),
    "quantity-nearly-drawn": _l(
        "%(drawn_g)s of the %(limit_g)s that may be collected (%(what)s) are drawn; %(left_g)s "
        "are left."
    ),
}

WHY: dict[str, LazyString] = {
    "plan": _l("The planned audit"),
    "year": _l("The yearly audit under certificate"),
}

TITLES_ABOUT: dict[str, LazyString] = {
    "harvester": _l("Alarms about this harvester"),
    "lot": _l("Alarms about this lot"),
    "movement": _l("Alarms about this movement"),
    "consignment": _l("Alarms about this consignment"),
    "certificate": _l("Alarms about this certificate"),
    "area": _l("Alarms about this area"),
    "permit": _l("Alarms about this permit"),
    "count": _l("Alarms about this count"),
    "audit": _l("Alarms about this audit"),
}
