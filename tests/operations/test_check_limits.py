"""`fairwild check` names limits and permits that are not what was laid down."""

from datetime import date

import pytest
from sqlalchemy import delete, update

from fairwild.areas.records import MaximumQuantity
from fairwild.kernel.quantities import State
from fairwild.permits.records import Permit
from tests.operations.test_check_names_tampering import House
from tests.operations.test_check_names_tampering import built as built  # noqa: PLC0414 - the fixture
from tests.operations.test_check_names_tampering import house as house  # noqa: PLC0414 - the fixture
from tests.permits_builders import permit


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"limit_g": MaximumQuantity.limit_g * 2}, "has limit_g "),
        ({"state": State.DRY}, "has state dry, the ledger says fresh"),
        ({"season_until": date(2027, 3, 1)}, "has season_until 2027-03-01"),
    ],
)
def test_a_limit_changed_behind_its_deed_is_named(
    house: House, columns: dict[str, object], said: str
) -> None:
    field = house.field
    wanted = MaximumQuantity.id == field.quantity_id
    with house.world.store.engine.begin() as connection:
        connection.execute(update(MaximumQuantity).where(wanted).values(**columns))
    answer = house.check()
    assert answer.exit_code == 1
    assert "limits: limit of B3 from " in answer.output
    assert said in answer.output


def test_a_permit_changed_behind_its_deed_or_gone_is_named(house: House) -> None:
    permit(house.field)
    with house.world.store.engine.begin() as connection:
        connection.execute(update(Permit).values(limit_g=Permit.limit_g * 2))
    assert "permits: permit F-17 has limit_g " in house.check().output
    with house.world.store.engine.begin() as connection:
        connection.execute(delete(Permit))
    assert "permits: permit F-17 is gone" in house.check().output
