"""Standards and the dated numbers of the scheme, as `certs/` holds them."""
