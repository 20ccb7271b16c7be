"""The key and the mailboxes of a new city follow from its name."""

import pytest

from ozg_workflow.domain.new_city.city import NewCity, department_mailbox, slug


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Stadt Musterhausen", "musterhausen"),
        ("Mühlhausen/Thüringen", "muehlhausen-thueringen"),
        ("Freie und Hansestadt Neustadt", "neustadt"),
        ("Große Kreisstadt Weißenburg i. Bay.", "weissenburg-i-bay"),
        ("Stadt", "stadt"),
        ("Château-Salé", "chateau-sale"),
        ("„“", ""),
    ],
)
def test_the_key_names_the_city_in_ascii_without_its_kind(name: str, key: str) -> None:
    assert slug(name) == key


def test_a_very_long_name_still_gives_a_key_that_a_rollout_may_have() -> None:
    city = NewCity(name="Stadt " + "Langen" * 16, land="HE", year=2031, domain="langen.example")
    assert len(city.key) <= 60
    assert city.key.endswith("-2031")


def test_a_dezernat_without_a_figure_has_a_hyphen_in_its_mailbox() -> None:
    assert [department_mailbox(number) for number in ("1", "OB", "II")] == ["dezernat1", "dezernat-ob", "dezernat-ii"]
