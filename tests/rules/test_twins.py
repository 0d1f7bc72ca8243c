"""Who may be one person is found by name, year and village, or by telephone, and quickly."""

import time
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.harvesters.facts import Likeness
from fairwild.harvesters.states import Alike, Sex
from fairwild.harvesters.twins import Register, phone_key, sound

ANA = Likeness(uuid4(), "H1", "Ana Ruiz Gil", 1980, "Soria", "", Sex.FEMALE)


def alike(one: Likeness, other: Likeness) -> list[Alike]:
    """Say by what the other may be somebody who stands in the register."""
    return [why for _, why in Register([one]).alike(replace(other, id=uuid4()))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đorđe Živković", "Djordje Zivkovic"),
        ("Ђорђе Живковић", "Djordje Zivkovic"),
        ("Ђорђе Живковић", "Đorđe Živković"),
        ("Шарбану Ережепова", "Sharbanu Erezhepova"),
        ("Laxmi Shrestha", "Lakshmi Sresta"),
        ("Nguyễn Thị Hoa", "NGUYEN  THI HOA"),
        ("Iwan Kowalski", "Kovalski Ivan"),
        ("Gonzalez Perez", "Gonzáles Pérez"),
        ("Bahadur Gurung", "Bahadoor Gurung"),
    ],
)
def test_different_writings_of_a_name_sound_the_same(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ana Ruiz", "Eva Ruiz"), ("Milan Babić", "Milena Babić"), ("Hoa", "Hoan")]
)
def test_different_names_sound_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [Alike.NAME]),
        ({"birth_year": 1979}, [Alike.NAME_NEAR_YEAR]),
        ({"birth_year": 1982}, []),
        ({"village": "SORIA "}, [Alike.NAME]),
        ({"village": "Agreda"}, []),
        ({"sex": Sex.MALE}, [Alike.NAME]),
        ({"name": "Gil Anna Ruíz"}, [Alike.SOUND]),
        ({"name": "Ana Ruiz"}, [Alike.PART]),
        ({"name": "Ana Ruiz Gil Mora", "birth_year": 1981}, [Alike.PART_NEAR_YEAR]),
        ({"name": "Ana Ruis Gel"}, [Alike.SPELLING]),
        ({"name": "Ana Ruis Gel", "birth_year": 1981}, [Alike.SPELLING_NEAR_YEAR]),
        ({"name": "Ana Ruis Gel", "sex": Sex.MALE}, []),
        ({"name": "Ana"}, []),
    ],
)
def test_a_person_is_found_by_what_is_alike(
    changes: dict[str, object], expected: list[Alike]
) -> None:
    assert alike(ANA, replace(ANA, **changes)) == expected  # type: ignore[arg-type]  # as told


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+34 600 111 222", "600-111-222", True),
        ("0912345678", "+84 91 234 56 78", True),
        ("069 123 456", "+373 69 123 456", True),
        ("600111222", "600111223", False),
        ("12345", "12345", False),
        ("", "", False),
    ],
)
def test_a_telephone_is_known_by_its_last_digits(one: str, other: str, same: bool) -> None:
    assert bool(phone_key(one) and phone_key(one) == phone_key(other)) is same


def test_people_with_one_telephone_may_be_one_wherever_they_live() -> None:
    here = replace(ANA, phone="600111222")
    there = replace(here, name="Eva Sanz", village="Agreda", birth_year=1999)
    assert alike(here, there) == [Alike.PHONE]


names = st.text("abcdehiost ", min_size=1, max_size=20)


@given(names, names, st.integers(1979, 1982), st.sampled_from(Sex))
def test_likeness_goes_both_ways(one: str, other: str, year: int, sex: Sex) -> None:
    left, right = replace(ANA, name=one), replace(ANA, name=other, birth_year=year, sex=sex)
    mine, theirs = alike(left, right), alike(right, left)
    assert mine == theirs


def _crowd(count: int) -> list[Likeness]:
    families, given_names = ("Nguyen", "Tran", "Le"), ("Hoa", "Lan", "Nam", "Binh", "Mai")
    return [
        Likeness(
            UUID(int=place + 1),
            f"H{place}",
            f"{families[place % 3]} Thi {given_names[place // 3 % 5]}",
            1950 + place % 40,
            "Ha Giang",
        )
        for place in range(count)
    ]


def test_a_register_full_of_one_name_takes_no_longer_for_each_of_them() -> None:
    register, asked = Register(), 0
    began = time.process_time()
    for person in _crowd(10_000):
        asked += len(list(register.alike(person)))
        register.add(person)
    assert asked < 10 * 10_000
    assert time.process_time() - began < 10
