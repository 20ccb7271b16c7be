"""The offices of the sample over the Dezernate of a city."""

from ozg_workflow.domain.new_city.city import NewDepartment
from ozg_workflow.domain.new_city.offices import spread


def test_each_dezernat_gets_its_share_in_the_order_of_the_numbers() -> None:
    departments = [NewDepartment(number=number, name="x") for number in ("1", "2", "OB")]
    assert spread(("10", "12", "13", "14", "20"), departments) == {"10": "1", "12": "1", "13": "2", "14": "2", "20": "OB"}
    assert set(spread(tuple(map(str, range(29))), departments).values()) == {"1", "2", "OB"}
