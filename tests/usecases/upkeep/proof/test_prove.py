"""Everything about one list: what was sent, what came back, what was changed, each with its digest and its line of the audit log."""

import hashlib

import pytest

from ozg_workflow.database.models import Incoming, Message, Return
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.upkeep.proof.prove import prove_list
from tests.usecases.town import Town


def test_a_list_that_came_back_is_proved_from_the_mail_to_the_answer(answered: Town) -> None:
    found = prove_list(answered.ctx(), "33")
    assert (found.office, found.office_name, found.version, found.round) == ("33", "Einwohner- und Meldeamt", 1, "erhebung-1")
    with answered.session() as session:
        for mail in found.sent:
            message = session.get_one(Message, mail["id"])
            assert mail["sha256"] == hashlib.sha256(message.content).hexdigest()
            assert [r["address"] for r in mail["recipients"]] == [r.address for r in message.recipients]
        for back in found.returned:
            returned = session.get_one(Return, back["id"])
            content = session.get_one(Incoming, returned.incoming_id).content
            assert back["mail_sha256"] == hashlib.sha256(content).hexdigest()
            assert back["file_sha256"] == returned.file_sha256
    assert found.sent
    assert found.returned
    assert {"list_prepared", "mail_out", "return"} <= {str(entry.kind) for entry in found.entries}
    assert [entry.at for entry in found.entries] == sorted(entry.at for entry in found.entries)


def test_every_line_of_the_log_has_its_seal_and_is_about_this_list(answered: Town) -> None:
    found = prove_list(answered.ctx(), "33")
    assert {"list_prepared", "queued"} <= {line["verb"] for line in found.log}
    assert all(len(line["digest"]) == 64 for line in found.log)
    others = prove_list(answered.ctx(), "20")
    assert not {line["id"] for line in found.log if line["verb"] == "list_prepared"} & {line["id"] for line in others.log}


@pytest.mark.parametrize("name", ["33", "33/1", "Amt 33", "OZG-Amtsliste_33_Einwohner- und Meldeamt_v1.xlsx"])
def test_a_list_goes_by_office_version_and_file_name(asked: Town, name: str) -> None:
    assert prove_list(asked.ctx(), name).office == "33"


def test_a_list_goes_by_the_name_it_has_in_the_audit_log(asked: Town) -> None:
    found = prove_list(asked.ctx(), "33")
    prepared = next(line for line in found.log if line["verb"] == "list_prepared")
    assert prepared["seal"]
    assert prove_list(asked.ctx(), "service_list:1").version == 1


def test_a_bare_number_is_an_office_first_and_a_list_where_no_office_is_called_so(asked: Town) -> None:
    assert prove_list(asked.ctx(), "10").office == "10"
    assert prove_list(asked.ctx(), " 2 ") == prove_list(asked.ctx(), "service_list:2")


@pytest.mark.parametrize("name", ["99", "33/7", "service_list:99", "irgendwas.xlsx", ""])
def test_what_does_not_exist_names_what_does(asked: Town, name: str) -> None:
    with pytest.raises(InputError, match=r"gibt es nicht\. Möglich sind: service_list:1 \(Amt"):
        prove_list(asked.ctx(), name)
