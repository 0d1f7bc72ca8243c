"""An Idempotency-Key does its deed once, whatever the network does."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.doors import ApiClient, Door

LIQUORICE = {"code": "GLYGLA", "scientific_name": "Glycyrrhiza glabra"}
BIBHITAKI = {"code": "TERBEL", "scientific_name": "Terminalia bellirica"}
ONE = {"Idempotency-Key": '"one"'}


def codes(api: ApiClient) -> list[str]:
    """The codes of the species that are known."""
    listed: Any = api.get("/species").json
    return [species["code"] for species in listed]


def test_a_repeated_request_gets_the_first_answer(door: Door) -> None:
    api = door.api(door.world.steward())
    first = api.post("/species", LIQUORICE, headers=ONE)
    again = api.post("/species", LIQUORICE, headers=ONE)
    assert first.status_code == again.status_code == 201
    assert again.json == first.json
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_key_belongs_to_one_request(door: Door) -> None:
    api = door.api(door.world.steward())
    api.post("/species", LIQUORICE, headers=ONE)
    other = api.post("/species", BIBHITAKI, headers=ONE)
    assert other.status_code == 422
    assert other.mimetype == "application/problem+json"
    assert codes(api) == ["GLYGLA"]


def test_a_key_belongs_to_one_person(door: Door) -> None:
    door.api(door.world.steward()).post("/species", LIQUORICE, headers=ONE)
    other = door.api(door.world.steward()).post("/species", BIBHITAKI, headers=ONE)
    assert other.status_code == 201


def test_a_refused_deed_may_be_tried_again_under_its_key(door: Door) -> None:
    api = door.api(door.world.steward())
    wrong = api.post("/species", {"code": "gly"}, headers=ONE)
    right = api.post("/species", LIQUORICE, headers=ONE)
    assert (wrong.status_code, right.status_code) == (422, 201)


def test_without_a_key_nothing_is_done(door: Door) -> None:
    api = door.api(door.world.steward())
    answer = api.post("/species", LIQUORICE, headers={"Idempotency-Key": ""})
    assert answer.status_code == 422
    assert codes(api) == []


def test_a_key_sent_twice_at_once_does_one_deed(door: Door) -> None:
    steward = door.world.steward()
    clients = [door.api(steward) for _ in range(4)]
    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(lambda api: api.post("/species", LIQUORICE, headers=ONE), clients))
    assert {answer.status_code for answer in answers} == {201}
    assert len({str(answer.json) for answer in answers}) == 1
    assert codes(clients[0]) == ["GLYGLA"]
