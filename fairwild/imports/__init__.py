"""Files of receipts, harvesters, movements and lab results, read, corrected and carried out."""
