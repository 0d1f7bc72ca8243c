"""`python -m fairwild` is the command line."""

from fairwild.cli import main

main()
