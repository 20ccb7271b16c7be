"""Correct an answer that an office told by phone."""

from typing import Annotated

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Deliver, Office, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.usecases.answers.correct import Wish, correct
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.CORRECT_ANSWER.form_title


@form_flow(
    name=TITLE,
    description="Berichtigt eine Angabe nach Rücksprache mit dem Amt. Sie wird geprüft wie eine Zelle der Amtsliste und zählt, bis das Amt etwas anderes zurücksendet; das Amt erfährt davon mit der nächsten Mail zu seinen Listen.",
)
def correct_answer(
    office: Office,
    service: Annotated[
        str,
        titled("Leistung", "Welche Leistung: ihre Kennung aus dem Katalog oder ihr LeiKa-Schlüssel.", choice=Choice.SERVICE),
    ],
    question: Annotated[str, titled("Spalte", "Welche Spalte der Amtsliste.", choice=Choice.QUESTION)],
    source: Annotated[str, titled("Quelle", "Woher Sie es wissen, z. B. „Telefonat mit Frau Krüger am 7. April“.")],
    by: By,
    value: Annotated[
        str, titled("Neuer Wert", "Die Angabe, wie sie in der Zelle stünde. Leer: Die Zelle wird geleert, wo sie freiwillig ist.")
    ] = "",
    chosen_round: Annotated[
        str, titled("Runde", "Um welche Runde es geht. Leer: die neueste Erhebung.", choice=Choice.ROUND)
    ] = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
    deliver: Deliver = True,
) -> State[StepResult]:
    """Show what would count, or let it count."""
    wish = Wish(office=office, service=service, question=question, value=value, source=source, round=chosen_round)
    steps = (decision(TITLE, by, lambda ctx: correct(ctx, wish)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=deliver)
