"""Mail of a pretended day stays on this machine."""

from datetime import date

import pytest

from ozg_workflow.domain.post.pretended import reaches_people, why_no_mail

DAY = date(2020, 3, 25)
HERE = (
    "",
    "dir:/srv/post",
    "dir:post",
    "smtp://127.0.0.1:2525",
    "smtp://127.9.8.7",
    "smtp+starttls://ozg:geheim@localhost:587",
    "smtps://[::1]:465",
    "smtp://LOCALHOST",
)
OUTSIDE = (
    "smtp://mail.stadt.example:25",
    "smtp+starttls://ozg:geheim@mail.stadt.example:587",
    "smtps://192.168.0.7",
    "smtp://localhost.stadt.example",
    "smtp://localhost.",
    "smtp://notlocalhost",
    "smtp://localhost@mail.stadt.example",
    "smtp://127.0.0.1@mail.stadt.example",
    "smtp://127.0.0.1.stadt.example",
    "smtp://128.0.0.1",
    "smtp://0.0.0.0",
    "smtp://[::2]",
    "smtp://[::1",
    "DIR:/srv/post",
)


@pytest.mark.parametrize("relay", HERE)
def test_a_folder_this_machine_and_no_relay_reach_nobody(relay: str) -> None:
    assert not reaches_people(relay)
    assert why_no_mail(DAY, relay) == ""


@pytest.mark.parametrize("relay", OUTSIDE)
def test_anything_else_may_reach_people(relay: str) -> None:
    assert reaches_people(relay)
    assert why_no_mail(None, relay) == "", "on the real day mail goes out"
    refused = why_no_mail(DAY, relay)
    assert "25.03.2020" in refused
    assert "geheim" not in refused
