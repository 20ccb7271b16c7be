"""Every column of every table is known: it holds personal data of a category, or it holds none. A new column has to be decided about."""

from sqlalchemy import JSON, LargeBinary, String

from ozg_workflow.database.models import Base
from ozg_workflow.database.models.base import EnumText
from ozg_workflow.domain.data_protection.holdings import HOLDINGS, Kept

# what holds text and names nobody: keys, states, hashes, words of the catalogue, figures
NOT_PERSONAL = {
    "assignment": {"state", "arrival", "reason"},
    "audit_seal": {"digest"},
    "board_decision": {"proposed_wave", "verdict", "wave"},
    "board_paper": {"input_hash", "version", "round_key", "proposed"},
    "delivery_attempt": {"worker", "stage", "outcome"},
    "department": {"number"},
    "evaluation": {"input_hash", "round_key", "version"},
    "event": {"verb", "object_type", "object_id"},
    "incoming": {"uid", "sha256", "kind", "state", "failed_version", "fingerprint", "marks"},
    "incoming_note": {"kind"},
    "maturity_reading": {"scale"},
    "measure": {"wave", "state", "route", "round_key"},
    "message": {"kind", "object_key", "occasion", "sha256", "state", "state_reason_code", "step", "claimed_by", "queue_id"},
    "message_recipient": {"role", "state"},
    "milestone": {"key", "title", "action", "planned", "planned_label", "state"},
    "office": {"number", "predecessors", "successor"},
    "past_measure": {"round_key", "wave", "state"},
    "portal_entry": {"key", "urls"},
    "prioritisation_version": {"version", "content"},
    "relay": {"name", "reason", "lines"},
    "responsibility_case": {"proposed_office", "reason_code", "state", "settled_office"},
    "return": {"file_sha256"},
    "return_row": {"cells"},
    "rollout": {"key", "title", "city", "config_hash", "files_hash"},
    "round": {"key", "kind", "title", "questionnaire"},
    "score": {"result"},
    "service": {
        *("ref", "former_refs", "key", "name", "service_type", "ozg_id", "ozg_name", "topic", "legal_basis", "proposed_office"),
    },
    "service_list": {"state", "former_office", "content_hash"},
    "service_list_row": {"state", "hint", "portal_prefill", "printed"},
    "correction": {"question"},
    "step_run": {"step", "figures"},
}


def _text_columns() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String | JSON | LargeBinary | EnumText)
    }


def test_every_column_that_can_hold_a_name_is_decided_about() -> None:
    personal = {column for holding in HOLDINGS for column in holding.columns}
    others = {f"{table}.{column}" for table, columns in NOT_PERSONAL.items() for column in columns}
    assert personal & others == set()
    assert _text_columns() - personal - others == set(), "decide in domain/data_protection/holdings.py, or here"
    assert (personal | others) - _text_columns() == set(), "a column that is no more"


def test_a_category_says_everything_a_record_of_processing_needs() -> None:
    for holding in HOLDINGS:
        assert all((holding.title, holding.persons, holding.data, holding.purpose, holding.recipients, holding.erased_by))
    assert len({holding.key for holding in HOLDINGS}) == len(HOLDINGS)
    assert {holding.kept for holding in HOLDINGS} == set(Kept)
