"""The demonstration: three operators, two bodies, two companies, one season; all synthetic."""
