"""What can be wrong with one field of a form or a body."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "missing": _l("Please fill this in."),
    "unknown-field": _l("This is not asked for here."),
    "unprintable": _l("This contains signs that cannot be shown."),
    "taken": _l("This is already used; choose another."),
    "unknown": _l("There is no such thing to choose."),
    "no-such-code": _l("No certificate has this number, and no label this code."),
    "not-a-weight": _l(
        "Write kilograms as a number with at most three decimals, like 12.5, or say the unit: "
        "300 g, 1.2 t, 27.5 lb. 1,200 can be read in two ways: write 1200 or 1.2."
    ),
    "not-a-share": _l(
        "Write a share as a whole number of parts or a fraction without a point, like 20 or 1/3; "
        "19.999 parts are 19999/1000."
    ),
    "not-an-amount": _l("Write an amount of money as a number, like 0.90."),
    "not-a-version": _l("Use letters, digits, dots and hyphens only, no spaces."),
    "not-a-code": _l("Use capital letters and digits only, two to twelve of them."),
    "not-a-country": _l("Choose a country."),
    "end-before-start": _l("The end must be after the start."),
    "too-much": _l("This is more than can be right."),
    "too-short": _l("This is too short."),
    "too-long": _l("This is too long."),
    "not-an-email": _l("Write an e-mail address, like name@example.org."),
    "not-a-website": _l("Write the address of a website with http:// or https:// before it."),
    "not-half-days": _l("Write days as a number, whole or with a half, like 2.5."),
    "not-a-day": _l("Write a day as year-month-day, like 2026-09-30."),
    "day-out-of-range": _l("Write a day between 1900 and 2199."),
    "in-the-past": _l("This must lie in the future."),
    "year-out-of-range": _l("Write a year of certification from 1 to 99."),
    "score-out-of-range": _l("Choose 0, 1, 2 or 3."),
    "file-not-allowed": _l("Attach a picture (JPEG, PNG, WebP) or a PDF; this is neither."),
    "not-a-cell": _l("A cell is text, a number or nothing."),
    "too-many-rows": _l("These are more than 10,000 rows at once; send them as a file."),
    "unknown-column": _l("The template of this kind has no such column."),
    "file-too-large": _l("This file is too large."),
    "file-empty": _l("This file is empty."),
    "file-cut-off": _l("This file was cut off before its end; attach it again."),
    "file-named-like-a-path": _l(
        "The name of this file is an address in a computer; give it a plain name."
    ),
    "choose-harvester": _l("Choose the harvester: type a name or scan the card."),
    "several-harvesters": _l("More than one harvester fits: choose one of them."),
    "no-such-harvester": _l("No harvester has this name, number or card."),
    "every-difference": _l("Say of every difference whether you agree."),
    "every-line": _l("Answer every line of the consignment, with 0 for what did not come."),
    "weight-or-units": _l("Say either what was weighed or how many units were counted."),
    "not-a-count": _l("Write a whole number within the limits."),
    "not-a-moment": _l("Write day and time, like 2026-05-12T16:40."),
    "too-little": _l("This is too little."),
    "two-lots": _l("Choose at least two lots."),
    "not-a-year": _l("Write a year with four digits, like 1980."),
    "not-a-phone": _l("Write digits, spaces and a + at most, like +34 600 000 000."),
    "not-other-ids": _l("Write who gave the number, a colon and the number: village book: 17."),
    "not-names-by-language": _l("One on each line: language, colon, name, such as en: liquorice."),
    "not-hectares": _l("Write hectares as a number with at most four decimals, like 93.4."),
    "file-missing": _l("Choose a file first."),
    "file-unpacks-too-large": _l("This workbook unpacks to far more than a list can be."),
    "file-too-wide": _l("This table has more than 52 columns."),
    "file-old-workbook": _l("This is an old workbook (XLS). Save it as XLSX or CSV."),
    "file-broken": _l("This workbook is broken and cannot be opened. Save it again."),
    "file-no-such-sheet": _l("There is no sheet of this name in the workbook."),
    "file-not-a-table": _l("This is neither a CSV file nor an XLSX workbook."),
    "file-cell-too-long": _l("A cell of this file has more signs than a spreadsheet can hold."),
    "file-not-utf-8": _l(
        "The letters of this file cannot be read for certain. Save it as “CSV UTF-8” in your "
        "spreadsheet and choose it again."
    ),
    "file-not-text": _l("This is neither text nor a workbook; save the table as CSV or XLSX."),
    "file-quotes": _l("A quotation mark in this file is not closed or stands inside of a cell."),
    "file-too-long": _l("This file has more than 200,000 rows; divide it."),
    "geometry-not-json": _l("This is not GeoJSON: it must be one text in curly brackets."),
    "geometry-not-a-geometry": _l("There is no geometry in this GeoJSON."),
    "geometry-not-one-feature": _l("Give exactly one feature."),
    "geometry-wrong-type": _l("Only a Point, a Polygon or a MultiPolygon can be an area."),
    "geometry-bbox-malformed": _l("The bbox is not four or six numbers."),
    "geometry-foreign-reference-system": _l(
        "Coordinates must be longitude and latitude of WGS 84."
    ),
    "geometry-nesting-depth": _l("The brackets of the coordinates are not as deep as they must."),
    "too-many": _l("These are too many at once; choose fewer."),
    "geometry-too-many-vertices": _l("The outline has more than 5,000 points; make it simpler."),
    "geometry-ring-not-closed": _l("The line is not closed: its last point must be its first."),
    "geometry-too-few-positions": _l("An outline needs at least three different points."),
    "geometry-duplicate-position": _l("The same point comes twice in a row."),
    "geometry-crosses-antimeridian": _l("The line crosses the 180th meridian; divide the area."),
    "geometry-not-a-position": _l("This point is not two numbers."),
    "geometry-not-finite": _l("This point is not a place on earth."),
    "geometry-longitude-out-of-range": _l("The longitude is not between -180 and 180."),
    "geometry-latitude-out-of-range": _l("The latitude is not between -90 and 90."),
    "geometry-swapped-coordinates": _l(
        "Longitude and latitude seem to be swapped: longitude comes first."
    ),
    "geometry-self-intersection": _l("The line crosses itself."),
    "geometry-rings-cross": _l("Two lines of this outline cross or touch."),
    "geometry-hole-outside-shell": _l("A hole does not lie inside its outline."),
    "geometry-holes-overlap": _l("Two holes overlap."),
    "geometry-polygons-overlap": _l("Two outlines overlap."),
    "geometry-too-intricate": _l("The outline is too intricate to be checked; make it simpler."),
}
