"""FairWild tracker: follows wild-collected plants from the basket to the label."""

__version__ = "0.1.0"
