"""Words every room shares: refusals, actors, events, quantities, periods and codes."""
