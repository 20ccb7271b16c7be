"""What the page of the answers shows, as a file: exactly what is asked for."""

from starlette.responses import Response

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.answers.export import FORMATS
from ozg_workflow.usecases.answers.table import answer_table
from ozg_workflow.usecases.survey.questions.rounds import find_round
from ozg_workflow.web.asked_answers import ALL, asked_answers
from ozg_workflow.web.downloads import as_file
from ozg_workflow.web.room import Visit


def save_answers(visit: Visit) -> Response:
    """Give what is asked for as a file. Raises InputError where it is of several rounds."""
    ending = "." + visit.request.scope["path"].rpartition(".")[2]
    with visit.ctx.reading() as work:
        if visit.asked("runde") == ALL:
            raise InputError("Eine Datei hält die Angaben einer Runde; bitte eine Runde wählen.")
        asked = asked_answers(visit, work)
        round_ = find_round(work, asked.chosen.round or None)
        table = answer_table(work, round_, asked.chosen, words=asked.words())
    name = f"Angaben_{visit.town.key}_{round_.key}{'_Auswahl' if asked.words() else ''}{ending}"
    return as_file(name, FORMATS[ending].write(table), FORMATS[ending].media_type)
