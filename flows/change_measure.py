"""Change what is agreed about a measure."""

from typing import Annotated, Literal

from prefect.client.schemas.objects import State

from flows.engine.form import form_flow
from flows.engine.parameters import By, Preview, RolloutKey, Today, titled
from flows.engine.step import decision, run_flow
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.results.terms import Field
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.results.measure_admin.change import change_measure_of
from ozg_workflow.usecases.step.result import StepResult

TITLE = Deployment.CHANGE_MEASURE.form_title
RouteTitle = Literal[
    "bleibt", "Einer für Alle", "Lösung des Landes", "eigene Lösung", "gemeinsam mit anderen Kommunen", "keine Umsetzung"
]


@form_flow(
    name=TITLE,
    description="Ändert, was zu einer Maßnahme vereinbart ist. Leere Felder bleiben, wie sie sind; ein Strich „-“ leert ein Feld. Jede Änderung steht mit Ihrem Namen im Protokoll.",
)
def change_measure(
    service: Annotated[
        str,
        titled("Leistung", "Um welche Leistung es geht: ihre Kennung oder ihr LeiKa-Schlüssel.", choice=Choice.SERVICE),
    ],
    by: By,
    wave: Annotated[
        str, titled("Welle", "Eine andere Welle bringt Beginn und letzten Tag mit. Leer: bleibt.", choice=Choice.WAVE)
    ] = "",
    route: Annotated[RouteTitle, titled("Weg", "Auf welchem Weg die Leistung digital wird.")] = "bleibt",
    office: Annotated[str, titled("Amt", "Welches Amt sie umsetzt. Leer: bleibt.", choice=Choice.OFFICE)] = "",
    target_on: Annotated[str, titled("Ziel bis", "Der letzte Tag (TT.MM.JJJJ); er zählt noch mit. Leer: bleibt.")] = "",
    target_level: Annotated[str, titled("Zielstufe", "Welche Stufe erreicht werden soll. Leer: bleibt.")] = "",
    contact: Annotated[str, titled("Ansprechperson", "Wer im Amt daran arbeitet. Leer: bleibt.")] = "",
    effort_days: Annotated[str, titled("Aufwand", "In Personentagen. Leer: bleibt.")] = "",
    depends_on: Annotated[str, titled("Hängt ab von", "Nummer der Maßnahme, auf die diese wartet. Leer: bleibt.")] = "",
    note: Annotated[str, titled("Notiz", "Ein Text dazu. Leer: bleibt.")] = "",
    rollout: RolloutKey = "",
    today: Today = None,
    preview: Preview = True,
) -> State[StepResult]:
    """Show what would be agreed, or let it count."""
    said = {
        Field.WAVE: wave,
        Field.ROUTE: "" if route == "bleibt" else route,
        Field.OFFICE: office,
        Field.TARGET_ON: target_on,
        Field.TARGET_LEVEL: target_level,
        Field.CONTACT: contact,
        Field.EFFORT_DAYS: effort_days,
        Field.DEPENDS_ON: depends_on,
        Field.NOTE: note,
    }
    given = {field: text for field, text in said.items() if text.strip()}
    steps = (decision(TITLE, by, lambda ctx: change_measure_of(ctx, service, given)),)
    return run_flow(TITLE, steps, rollout=rollout, today=today, preview=preview, deliver=False)
