"""How answers read in the cells of a page."""

from ozg_workflow.web.answer_words import Cells, words_of
from tests.usecases.town import Town


def test_a_cell_holds_the_words_of_its_answer_and_nothing_of_it_is_markup(answered: Town) -> None:
    with answered.ctx().reading() as work:
        words = words_of(work)
    numbers, texts = Cells(words, "erhebung-1", "case_volume"), Cells(words, "erhebung-1", "not asked any more")
    assert (numbers[1200], numbers[None]) == ('<td class="right"><bdi>1200</bdi></td>', '<td class="right"></td>')
    assert (
        Cells(words, "erhebung-1", "online_url")["https://stadt.example/"]
        == '<td class="long"><bdi>https://stadt.example/</bdi></td>'
    )
    hostile = "<script>\"&'"
    assert texts[hostile] == texts[hostile] == "<td><bdi>&lt;script&gt;&#34;&amp;&#39;</bdi></td>"
