"""The words of imports."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

OBSTACLES: dict[str, LazyString] = {
    "import-confirmed": _l("This file was written on %(since)s already."),
    "import-undoing": _l("This import is already being undone; wait until that is done."),
    "import-running": _l("This file is just being written; wait until that is done."),
    "import-not-checked": _l("Say first what the columns of the file mean."),
    "import-has-wrong-rows": _l(
        "Wrong rows: %(count)s. Put them right or leave them out; until then nothing is written."
    ),
    "import-has-undecided-rows": _l(
        "Rows that may be duplicates: %(count)s. Say of each whether it is one."
    ),
    "import-writes-nothing": _l("There is no row in this file that would be written."),
    "import-not-confirmed": _l("Nothing of this file was written, so there is nothing to undo."),
    "import-undone": _l("This import was undone on %(since)s already."),
    "undo-reason-missing": _l("Say why it is undone; the reason stays in the history."),
    "withdrawal-reason-missing": _l("Say why it is withdrawn; the reason stays in the history."),
    "row-not-allowed": _l("One of these lots is not there, or not yours to do this with."),
    "cell-no-harvester": _l("Nobody in your register has the number or card %(value)s."),
    "cell-no-area": _l("You have no area with the code %(value)s."),
    "cell-no-species": _l("You do not collect a species with the code or name %(value)s."),
    "cell-no-lot": _l("You hold no lot with the number or code %(lot)s."),
    "cell-not-your-lot": _l("You hold no lot with the number or code %(value)s."),
    "cell-not-a-part": _l("Write the part of the plant, such as root, leaf or flower."),
    "cell-not-a-state": _l("Write fresh or dry."),
    "cell-not-a-moment": _l("Write day and time, like 2026-05-12 16:40 or 12 May 2026 4:40 PM."),
    "cell-day-two-ways": _l(
        "%(value)s can be read in two ways. Say for the column whether the day or the month stands "
        "first, or write 2026-05-12."
    ),
    "cell-number-two-ways": _l(
        "%(value)s can be read in two ways. Say for the column which sign stands before the "
        "decimals, or write 1200 or 1.2."
    ),
    "cell-not-a-weight": _l(
        "Write a weight like 12.5, 12.5 kg, 300 g, 1.2 t or 27 lb. 1,200 can be read in two ways: "
        "write 1200 or 1.2."
    ),
    "cell-not-a-price": _l("Write an amount of money like 0.90."),
    "cell-not-a-form": _l("Write a form of goods, such as dried, cut or powder."),
    "cell-not-a-limit-kind": _l("Write at most or at least."),
    "limit-may-be-the-other-kind": _l("Is the limit the most or the least? Write it here."),
    "cell-not-a-process": _l(
        "Write what was done: dry, cut, sift, mill, distil, macerate, grade, blend, split, merge, "
        "pack, unpack, ship, prepare, sample, count, loss, own-use, hold, release or correct."
    ),
    "cell-not-for-this": _l("Leave this empty: it means nothing for “%(kind)s”."),
    "cell-one-weight": _l("Write one weight: what the scale showed of this lot."),
    "cell-one-added": _l("Write one thing that was added, like olive oil: 10 kg."),
    "cell-no-recipe": _l("You have no recipe in use for a product named %(value)s."),
    "cell-not-in-recipe": _l("The recipe has no line named %(value)s that is no plant of a lot."),
    "cell-no-receiver": _l("There is no single organisation with the code or name %(value)s."),
    "cell-names-differ": _l(
        "Lots are made: %(lots)s, but names for them: %(names)s. Name each or none."
    ),
    "correction-of-nothing": _l("Name the lot that was made wrongly."),
    "movement-there": _l("This is written down already: what was done, when, lots and weights."),
    "movement-comes-otherwise": _l(
        "“%(kind)s” is not written by a file of movements: receipts have a file of their own, and "
        "what is received or comes back is answered on the page of its consignment."
    ),
    "cell-one-lot": _l("Name one lot for “%(kind)s”."),
    "cell-weights-differ": _l(
        "%(taken_g)s are taken, but what is made and lost of it is %(made_g)s together."
    ),
    "cell-not-packs": _l("Write how many packs of which weight, like 40 x 25 kg."),
    "cell-weight-needed": _l("Write a colon and the weight behind lot %(lot)s."),
    "lot-not-on-hold": _l("Lot %(lot)s is not on hold."),
    "cell-not-a-verdict": _l("Write passed or failed."),
    "cell-not-degrees": _l("Write degrees as a number, like 41.0051."),
    "cell-half-a-place": _l("A place needs both latitude and longitude."),
    "place-looks-swapped": _l(
        "Latitude and longitude look swapped: the other way round they lie at this area."
    ),
    "place-not-on-earth": _l("This is not a place on earth: latitude is between -90 and 90."),
    "place-far-from-area": _l("This place is more than a degree away from the area."),
    "cell-changes": _l("In the register now: %(before)s."),
    "cell-fills-a-gap": _l("In the register nothing stands here."),
    "row-repeats-number": _l("Row %(other_row)s has the same number."),
    "row-repeats-receipt": _l("Row %(other_row)s has the same harvester, time and weight."),
    "row-repeats-test": _l("Row %(other_row)s is the same test."),
    "receipt-number-there": _l("Receipt %(receipt)s already has this number, with other content."),
    "receipt-there": _l("Receipt %(receipt)s already has this harvester, time and weight."),
    "test-there-otherwise": _l(
        "This test of this lot is written down with the result %(result)s. Is this a second "
        "measurement, or was that one wrong?"
    ),
    "test-cell-changes": _l("Written down now: %(before)s."),
    "test-cell-fills-a-gap": _l("Nothing is written down here now."),
    "test-there": _l("This test of this lot is written down already."),
    "harvesters-have-receipts": _l("Something was bought from %(count)s of these harvesters."),
    "harvester-changed-since": _l(
        "The entry with number %(local_id)s was changed since, or is no longer there."
    ),
}

EVENTS: dict[str, LazyString] = {
    "import-confirmed": _l("File written"),
    "import-undone": _l("Import undone"),
    "lot-grew-in-bulk": _l("Receipts of a file added"),
    "lot-shrank-in-bulk": _l("Receipts of a file taken out"),
    "lot-test-withdrawn": _l("Laboratory test withdrawn"),
    "registration-taken-back": _l("Registration by a file taken back"),
}

WORDS: dict[str, LazyString] = {
    "ImportKind:receipts": _l("receipts"),
    "ImportKind:harvesters": _l("harvesters"),
    "ImportKind:movements": _l("movements"),
    "HoldDeed:hold": _l("put on hold"),
    "HoldDeed:release": _l("released"),
    "HoldDeed:prepare": _l("prepared to be sent"),
    "ImportKind:tests": _l("laboratory results"),
    "Manner:day-first": _l("day first: 31/12/2026"),
    "Manner:month-first": _l("month first: 12/31/2026"),
    "Manner:decimal-point": _l("decimal point: 1,200.5"),
    "Manner:decimal-comma": _l("decimal comma: 1.200,5"),
    "RowState:new": _l("to add"),
    "RowState:changed": _l("to update"),
    "RowState:same": _l("there already"),
    "RowState:alike": _l("duplicate?"),
    "RowState:wrong": _l("wrong"),
    "Choice:none": _l("not decided"),
    "Choice:add": _l("add it"),
    "Choice:merge": _l("merge"),
    "Choice:leave": _l("leave out"),
    "RunState:uploaded": _l("columns to be mapped"),
    "RunState:checked": _l("checked"),
    "RunState:running": _l("being written"),
    "RunState:interrupted": _l("interrupted"),
    "RunState:confirmed": _l("written"),
    "RunState:undoing": _l("being undone"),
    "RunState:undone": _l("undone"),
    "column:mapping": _l("columns"),
    "column:inputs": _l("lots"),
    "column:number": _l("receipt number"),
    "column:harvester": _l("harvester"),
    "column:collected_at": _l("collected"),
    "column:area": _l("area"),
    "column:part": _l("part of the plant"),
    "column:state": _l("fresh or dry"),
    "column:gross": _l("gross weight"),
    "column:tare": _l("tare"),
    "column:price_per_kg": _l("price per kilogram"),
    "column:currency": _l("currency"),
    "column:buying_point": _l("buying point"),
    "column:latitude": _l("latitude"),
    "column:longitude": _l("longitude"),
    "column:process": _l("what was done"),
    "column:output": _l("output"),
    "column:form": _l("form of the output"),
    "column:uncertified": _l("not certified any more"),
    "column:by_product": _l("by-product"),
    "column:loss": _l("loss"),
    "column:loss_reason": _l("reason of the loss"),
    "column:added": _l("what was added"),
    "column:product": _l("finished product"),
    "column:receiver": _l("receiver"),
    "column:outputs": _l("names of the lots made"),
    "column:taken_back": _l("taken back since"),
    "column:site": _l("place"),
    "column:at": _l("when"),
    "column:note": _l("note"),
    "column:lot": _l("lot"),
    "column:laboratory": _l("laboratory"),
    "column:method": _l("method"),
    "column:tested_for": _l("tested for"),
    "column:result": _l("result"),
    "column:unit": _l("unit"),
    "column:allowed": _l("allowed"),
    "column:limit_kind": _l("limit at most or at least"),
    "column:verdict": _l("verdict"),
    "column:verdict_reason": _l("reason of the verdict"),
    "column:tested_on": _l("tested on"),
    "help:number": _l("Your own number of the receipt; by it the file is known again."),
    "help:harvester": _l("Number in the register, or code of the card."),
    "help:collected_at": _l("Day with or without time; a day alone counts as noon."),
    "help:area": _l("Code of one of your areas."),
    "help:species": _l("Code or scientific name; several codes with a space for harvesters."),
    "help:part": _l("Such as root, leaf, flower."),
    "help:state": _l("How it was weighed: fresh or dry."),
    "help:gross": _l("Kilograms, or with a unit: 300 g, 1.2 t, 27 lb."),
    "help:tare": _l("Weight of the container; empty is none."),
    "help:price_per_kg": _l("With a point or comma, like 0.90."),
    "help:currency": _l("Three letters; empty is the currency of your organisation."),
    "help:buying_point": _l("Where it was bought."),
    "help:latitude": _l("Degrees north of the place of collection or buying."),
    "help:longitude": _l("Degrees east of the place of collection or buying."),
    "help:local_id": _l("Your number of the person; a known one updates the entry."),
    "help:name": _l("Full name."),
    "help:sex": _l("female, male, other, or empty."),
    "help:birth_year": _l("Four digits."),
    "help:village": _l("Where the person lives."),
    "help:phone": _l("Empty if there is none."),
    "help:areas": _l("Codes with a space between them."),
    "help:registered_from": _l("First day, like 2026-03-01."),
    "help:last_day": _l("Last day; empty if no end is agreed."),
    "help:other_ids": _l("Who gave the number, a colon, the number."),
    "help:process": _l(
        "dry, cut, sift, mill, distil, macerate, grade, blend, split, merge, pack, unpack, ship, "
        "prepare (a consignment sent later), sample, count, loss, own-use, hold, release or "
        "correct. Not here: receipts and laboratory results have files of their own; what is "
        "received or comes back is answered on the page of its consignment, as both sides must "
        "agree; lots are closed and pallets built on their pages."
    ),
    "help:inputs": _l(
        "Lot numbers with a colon and the weight, a semicolon between them; without a weight all "
        "that is left."
    ),
    "help:output": _l(
        "What came out; kilograms, or with a unit. Split: 12 kg; 20 kg. Grade: A: 8 kg; B: 4 kg. "
        "Pack: 3 x 5 kg. Count: what the scale showed. Empty for the others."
    ),
    "help:form": _l("Empty is what this processing usually gives."),
    "help:uncertified": _l(
        "The form, such as powder, that no certificate covers, where goods are to lose their "
        "certification by becoming it. Without it such a row is refused."
    ),
    "help:by_product": _l("What else came out."),
    "help:loss": _l("What was lost."),
    "help:loss_reason": _l("Why it was lost, used, put on hold or released."),
    "help:added": _l(
        "Processing: olive oil: 10 kg. Blend by a recipe: its lines that are no lots, like "
        "glycerine: 4 kg; vitamin E: 100 g."
    ),
    "help:product": _l("Blend by a recipe: the product it is for; empty for a blend of one kind."),
    "help:receiver": _l("Ship and prepare: code or name of the organisation."),
    "help:outputs": _l(
        "Names by which later rows of this file mean the lots made, with semicolons; an export has "
        "their numbers here. Where such lots are there already, the row is not written again."
    ),
    "help:taken_back": _l("yes: the row was taken back since and is not written."),
    "help:site": _l("Where it was done."),
    "help:at": _l(
        "Day with or without time; empty is now. Ship and prepare are always now, whatever stands "
        "here."
    ),
    "help:note": _l("Anything else."),
    "help:lot": _l("Number or code of the lot or sample."),
    "help:laboratory": _l("Who tested."),
    "help:method": _l("By which method."),
    "help:tested_for": _l("What was looked for."),
    "help:result": _l("As the report writes it."),
    "help:unit": _l("Unit of result and limit."),
    "help:allowed": _l("Limit that is allowed."),
    "help:limit_kind": _l("at most or at least; empty is at most."),
    "help:verdict": _l("passed or failed."),
    "help:verdict_reason": _l("Why, where the verdict speaks against result and limit."),
    "help:tested_on": _l("Day of the test, like 2026-06-01."),
    "what:receipt": _l("receipt"),
    "what:harvester-new": _l("harvester registered"),
    "what:harvester-changed": _l("entry updated"),
    "what:movement": _l("movement"),
    "what:hold": _l("hold"),
    "what:release": _l("hold released"),
    "what:consignment": _l("consignment sent"),
    "what:consignment-prepared": _l("consignment prepared"),
    "what:count": _l("count without a difference"),
    "what:test-changed": _l("laboratory result put right; the wrong one is withdrawn"),
    "what:test": _l("laboratory result"),
}
