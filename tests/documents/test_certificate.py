"""The certificate: complete, embedded, reproducible, and honest about its status."""

import io
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from pypdf import PdfReader

from fairwild.documents.certificate import render_certificate
from fairwild.documents.facts import CertificatePaper
from fairwild.documents.fields import (
    AREA_FIELDS,
    CERTIFICATE_FIELDS,
    LABEL_FIELDS,
    RECEIPT_FIELDS,
    SPECIES_FIELDS,
)
from fairwild.documents.findings import Fault, Finding
from fairwild.documents.layout import (
    UnknownFieldError,
    certificate_layouts,
    load_certificate_layout,
)
from fairwild.documents.lint import lint_certificate
from fairwild.documents.typeface import missing_letters
from fairwild.resources import folder

from .reading import darkness_at, fonts_of, picture_of, symbols_of, text_of
from .specimens import BLOCK, CERTIFICATE, LONG_CERTIFICATE

LAYOUT = certificate_layouts()["wild-collection"]


def printed(facts: CertificatePaper) -> bytes:
    return render_certificate(LAYOUT, facts)


def test_everything_that_is_certified_stands_on_the_paper() -> None:
    text = text_of(printed(CERTIFICATE))
    for words in (
        "FAIRWILD",
        "WCC-2026-00012",
        "Hợp tác xã Dược liệu Bắc Kạn",
        "FairWild Standard, version 2.0",
        "Wild Care Certification",
        "Gerechtigkeitsgasse 12",
        "FW-CB-03, full",
        "1 March 2026",
        "31 May 2027",
        "D-2026-041",
        "Marta Ruiz Peñalver",
        "7KQ2-M4XW-9RTD-4HPE",
        "trace.example.org",
        "Gynostemma pentaphyllum",
        "(Thunb.) Makino · Giảo cổ lam, 绞股蓝",
        "19,800 kg",
        "Soto de Alfocea",
        "2.0 ha",
    ):
        assert words in text


def test_restrictions_stand_on_the_first_page_and_in_the_annex_and_nowhere_without_them() -> None:
    said = "Only roots of plants with a stem of 2 cm. " * 30 + "\nNothing from area B3 before June."
    restricted = printed(replace(CERTIFICATE, restrictions=said))
    text = text_of(restricted)
    assert "Certified with restrictions: see the annex." in text
    assert text.count("stem of 2 cm.") == 30
    assert "Nothing from area B3 before June." in text
    assert lint_certificate(LAYOUT, replace(CERTIFICATE, restrictions=said)) == ()
    assert "estrictions" not in text_of(printed(CERTIFICATE))


def test_the_symbol_leads_to_the_check_page() -> None:
    assert symbols_of(picture_of(printed(CERTIFICATE))) == [CERTIFICATE.check_url]


def test_the_same_facts_give_the_same_bytes() -> None:
    assert printed(CERTIFICATE) == printed(replace(CERTIFICATE))


def test_threads_that_print_at_once_print_the_same_bytes() -> None:
    with ThreadPoolExecutor(max_workers=4) as threads:
        papers = set(threads.map(printed, [CERTIFICATE] * 8))
    assert papers == {printed(CERTIFICATE)}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_prints_the_same_bytes(seed: str) -> None:
    code = (
        "import hashlib, pickle, sys;"
        "from fairwild.documents.certificate import render_certificate;"
        "from fairwild.documents.layout import certificate_layouts;"
        "facts = pickle.load(sys.stdin.buffer);"
        "pdf = render_certificate(certificate_layouts()['wild-collection'], facts);"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    printed_there = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps(CERTIFICATE),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert printed_there.stdout.decode().strip() == sha256(printed(CERTIFICATE)).hexdigest()


def test_another_fact_gives_other_bytes() -> None:
    assert printed(CERTIFICATE) != printed(replace(CERTIFICATE, valid_until="30 May 2027"))


def test_every_font_is_embedded_and_no_helvetica_is_named() -> None:
    fonts = fonts_of(printed(CERTIFICATE))
    assert set(fonts.values()) == {True}
    assert all("NotoSansSC" in name for name in fonts)


def test_title_author_and_language_are_in_the_file() -> None:
    reader = PdfReader(io.BytesIO(printed(replace(CERTIFICATE, language="vi"))))
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate WCC-2026-00012"
    assert reader.metadata.author == "Wild Care Certification"
    assert str(reader.root_object["/Lang"]) == "vi"


def test_pages_are_counted_and_carry_the_number() -> None:
    pages = PdfReader(io.BytesIO(printed(LONG_CERTIFICATE))).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert f"Page {number} of {len(pages)}" in text
        assert "WCC-2026-00012" in text


def test_a_long_annex_repeats_its_headings_and_loses_no_line() -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed(LONG_CERTIFICATE))).pages]
    assert all("Risk class" in page for page in pages[1:4])
    assert "Species in scope, continued" in pages[2]
    whole = " ".join(" ".join(pages).split())
    assert all(f"Area {number} " in whole for number in range(40))


def test_a_table_that_begins_on_a_new_page_is_not_called_continued() -> None:
    assert "Collection areas, continued" not in text_of(printed(LONG_CERTIFICATE))


def test_a_suspended_certificate_says_so_on_every_page() -> None:
    for page in PdfReader(io.BytesIO(printed(LONG_CERTIFICATE))).pages:
        assert "Suspended since 1 June 2026" in page.extract_text()


def test_a_certificate_in_force_has_no_warning_strip() -> None:
    in_force = picture_of(printed(replace(CERTIFICATE, synthetic=False)), dpi=50)
    suspended = picture_of(printed(replace(CERTIFICATE, status_line="Suspended")), dpi=50)
    below_the_head = (10, round(78 * 50 / 25.4))
    assert darkness_at(in_force, below_the_head) < 15
    assert darkness_at(suspended, below_the_head) > 135


def test_invented_facts_are_marked_on_every_page_and_real_ones_are_not() -> None:
    for page in PdfReader(io.BytesIO(printed(CERTIFICATE))).pages:
        assert "Synthetic demonstration data" in page.extract_text()
    assert "Synthetic" not in text_of(printed(replace(CERTIFICATE, synthetic=False)))


def test_sentences_are_translated() -> None:
    words = {"Certificate": "证书", "Page %(page)s of %(pages)s": "第%(page)s页，共%(pages)s页"}
    text = text_of(render_certificate(LAYOUT, CERTIFICATE, words))
    assert "证书" in text
    assert "第1页，共2页" in text


def test_decomposed_letters_are_composed_before_they_are_drawn() -> None:
    # "Bắc Kạn" typed with separate accents.
    decomposed = "B\u0061\u0306\u0301c K\u0061\u0323n"
    facts = replace(CERTIFICATE, holder_name=decomposed)
    assert "Bắc Kạn" in text_of(printed(facts))
    assert lint_certificate(LAYOUT, facts) == ()


def test_a_letter_the_typeface_lacks_is_a_visible_box_and_a_finding() -> None:
    facts = replace(CERTIFICATE, holder_name="Fangs 𠮷 House")
    assert "Fangs □ House" in text_of(printed(facts))
    assert Finding(Fault.LETTER_MISSING, "holder_name", "𠮷") in lint_certificate(LAYOUT, facts)


def test_a_good_certificate_has_no_findings() -> None:
    assert lint_certificate(LAYOUT, CERTIFICATE) == ()
    assert lint_certificate(LAYOUT, LONG_CERTIFICATE) == ()


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        (replace(CERTIFICATE, decided_by=" "), Finding(Fault.FIELD_EMPTY, "decided_by", "")),
        (replace(CERTIFICATE, species=()), Finding(Fault.FIELD_EMPTY, "species", "")),
        (
            replace(CERTIFICATE, areas=(replace(BLOCK, name=""),)),
            Finding(Fault.FIELD_EMPTY, "name[1]", ""),
        ),
        (
            replace(CERTIFICATE, holder_name="W" * 90),
            Finding(Fault.TEXT_CUT, "holder_name", "W" * 90),
        ),
    ],
)
def test_a_bad_certificate_is_found_before_it_is_issued(
    facts: CertificatePaper, finding: Finding
) -> None:
    assert finding in lint_certificate(LAYOUT, facts)


def test_a_symbol_too_dense_for_paper_is_found() -> None:
    facts = replace(CERTIFICATE, check_url="https://trace.example.org/" + "a" * 900)
    assert [finding.code for finding in lint_certificate(LAYOUT, facts)] == [
        Fault.QR_MODULE_TOO_SMALL
    ]


@pytest.mark.parametrize("known", ['"decision_reference"', '"risk_class"', '"hectares"'])
def test_an_unknown_field_fails_at_load(tmp_path: Path, known: str) -> None:
    good = (folder("certs") / "types" / "wild-collection.toml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(good.replace(known, '"favourite_colour"'), encoding="utf-8")
    with pytest.raises(UnknownFieldError, match="favourite_colour"):
        load_certificate_layout(bad)


def test_every_sample_and_label_of_the_catalogue_can_be_printed() -> None:
    for catalogue in (
        LABEL_FIELDS,
        CERTIFICATE_FIELDS,
        SPECIES_FIELDS,
        AREA_FIELDS,
        RECEIPT_FIELDS,
    ):
        for name, field in catalogue.items():
            assert field.name == name
            assert field.sample
            assert missing_letters(field.sample + field.label) == ""
