"""A mass mailing that waits for a release is shown with every recipient and released with a browser only."""

from dataclasses import replace

from tests.ui.desk import LINDNER, Desk
from tests.usecases.town import Town, town_data


def test_a_mailing_is_released_by_a_form_that_shows_every_recipient(desk: Desk, city: Town) -> None:
    data = town_data()
    city.prepare(replace(data, config=replace(data.config, require_release=True)))
    state, page = desk.run("03 Ankündigen und einladen", Nur_Vorschau=False)
    assert state == "Completed", page
    waiting = [m for m in city.messages() if m.state == "held"]
    assert waiting

    state, page = desk.run("14 Versand freigeben", Bearbeitet_von=LINDNER)
    assert state == "Completed", page
    desk.artifact("bielefeld-2020-probe-freigabe")
    for address in {r.address for message in waiting for r in message.recipients}:
        desk.page.get_by_text(address, exact=True).first.wait_for()
    desk.picture("freigabe")
    assert [m.id for m in city.messages() if m.state == "held"] == [m.id for m in waiting]

    state, page = desk.run("14 Versand freigeben", Bearbeitet_von=LINDNER, Nur_zeigen=False)
    assert state == "Completed", page
    assert {str(m.state) for m in city.messages() if m.id in {w.id for w in waiting}} == {"accepted"}
