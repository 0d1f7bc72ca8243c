"""Facts become pictures: maps, lineage graphs and bars as SVG text. Pure, no rows, no requests."""
