"""How fast the house is: figures with a goal each, measured against something in the same run."""
