"""Equal hints of one column are one line; different ones stay apart, and no cell is lost."""

from ozg_workflow.domain.survey.answers import Issue, Remark
from ozg_workflow.domain.survey.hints import folded, named_cells, told
from ozg_workflow.domain.survey.returns import CellIssue


def _issue(row: int, *, question: str = "n", value: str = "viele", reason: str = "Keine Zahl.") -> CellIssue:
    issue = Issue(question=question, heading=question.upper(), value=value, reason=reason, remedy="Bitte eine Zahl.")
    return CellIssue(row_id=100 + row, number=row, service=f"Leistung {row}", cell=f"{question.upper()}{row}", issue=issue)


def test_twenty_five_equal_hints_of_one_column_are_one() -> None:
    (hint,) = folded([_issue(row) for row in range(5, 30)])
    assert (len(hint.issues), hint.cells, hint.texts) == (25, "N5–N29", ("viele",))


def test_another_column_and_another_reason_are_hints_of_their_own_in_the_order_of_the_sheet() -> None:
    found = [_issue(5), _issue(5, question="o"), _issue(6), _issue(6, question="o", reason="Zu groß."), _issue(7)]
    assert [hint.cells for hint in folded(found)] == ["N5, N6 und N7", "O5", "O6"]


def test_a_hint_knows_every_text_it_is_about_once_and_an_empty_cell_has_none() -> None:
    (hint,) = folded([_issue(5, value="viele"), _issue(6, value=""), _issue(7, value="wenige"), _issue(8, value="viele")])
    assert hint.texts == ("viele", "wenige")


def test_many_cells_are_named_as_ranges_a_few_one_by_one_and_those_without_an_address_not_at_all() -> None:
    assert named_cells(["N5", "", "N7"]) == "N5 und N7"
    assert named_cells([f"N{row}" for row in (*range(5, 17), 20, *range(22, 30))]) == "N5–N16, N20 und N22–N29"
    assert named_cells([]) == ""
    scattered = named_cells([f"N{row}" for row in range(5, 605, 2)])
    assert scattered.startswith("N5, N7, N9, ")
    assert scattered.endswith(", N41, N43 und 280 weitere")


def test_what_was_taken_of_a_text_is_told_once_for_all_its_rows() -> None:
    about = Remark(question="n", heading="Fallzahl", value="ca. 500", taken="500")
    assert told([(3, about), (7, about)]) == ("Spalte „Fallzahl“: „ca. 500“ wurde als 500 übernommen (Nr. 3 und 7).",)
    assert told([]) == ()


def test_many_different_texts_of_one_column_are_told_by_five_examples_and_their_number() -> None:
    remarks = [(n, Remark(question="n", heading="Fallzahl", value=f"ca. {n}", taken=str(n))) for n in range(1, 31)]
    sentences = told(remarks)
    assert sentences[4] == "Spalte „Fallzahl“: „ca. 5“ wurde als 5 übernommen (Nr. 5)."
    assert sentences[5:] == ("Spalte „Fallzahl“: 25 weitere Angaben wurden ebenso als Werte übernommen.",)
    assert told(remarks[:6])[5:] == ("Spalte „Fallzahl“: 1 weitere Angabe wurde ebenso als Wert übernommen.",)
