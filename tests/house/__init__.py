"""The promises no single test would notice being broken."""
