"""What a scanned label may tell anybody: facts without a name, a telephone or an exact place."""
