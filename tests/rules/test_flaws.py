"""Every fault of a standard's table has a code and a sentence, in the language of the reader."""

import re
from pathlib import Path

import fairwild
from fairwild.standards.flaws import SENTENCES, Flaw

CATALOGUE = Path(fairwild.__file__).parent / "standards" / "catalogue"


def test_every_flaw_that_is_found_has_a_sentence_and_every_sentence_is_used() -> None:
    source = "".join(path.read_text() for path in CATALOGUE.glob("*.py"))
    assert set(re.findall(r'Flaw\(\s*"([a-z-]+)"', source)) == set(SENTENCES)


def test_a_flaw_reads_as_english_and_keeps_its_code_and_facts() -> None:
    flaw = Flaw("criterion-unknown", criterion="2.1")
    assert flaw == "there is no criterion '2.1'"
    assert (flaw.code, flaw.facts) == ("criterion-unknown", {"criterion": "2.1"})
