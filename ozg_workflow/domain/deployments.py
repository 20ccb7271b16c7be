"""What the forms of the cockpit are called: every deployment's name, once.

Here and not in `flows`, because mails, messages and needs name the form that helps.
"""

from enum import StrEnum
from typing import Final


class Deployment(StrEnum):
    """A deployment by its name: a number in the order of the plan, then its title."""

    RUN_DAY = "00 Tageslauf"
    PREPARE = "01 Rollout vorbereiten"
    MILESTONE_DONE = "02 Meilenstein abhaken"
    ANNOUNCE = "03 Ankündigen und einladen"
    SEND_LISTS = "04 Amtslisten versenden"
    COLLECT = "05 Rückläufe einsammeln"
    SETTLE_RESPONSIBILITY = "06 Zuständigkeit entscheiden"
    REMIND = "07 Erinnern"
    EVALUATE = "08 Auswerten und priorisieren"
    PRESENT = "09 Vorlage erstellen"
    START_IMPLEMENTATION = "10 Umsetzung beginnen"
    TRACK = "11 Umsetzung verfolgen"
    REPORT_COMPLETION = "12 Umsetzung abschließen"
    CLEAR_QUARANTINE = "13 Klärungskorb bearbeiten"
    RELEASE = "14 Versand freigeben"
    MOVE_MILESTONE = "15 Termin verschieben"
    EXTEND_DEADLINE = "16 Frist eines Amtes verlängern"
    CLOSE_ROUND = "17 Runde schließen"
    OPEN_ROUND = "18 Erhebung wiederholen"
    SETTLE_MAIL = "19 Mail klären"
    DELIVER = "20 Postausgang zustellen"
    REPORT_STATUS = "21 Stand anzeigen"
    CLEAR_TO_READ = "22 Gelesenes abhaken"
    ADOPT_LINE = "23 Fehlende Leistung aufnehmen"
    REMIND_OFFICE = "24 Amt jetzt erinnern"
    CORRECT_ANSWER = "25 Angabe berichtigen"
    EXPORT_ANSWERS = "26 Angaben exportieren"
    CHANGE_MEASURE = "27 Maßnahme ändern"
    RELEASE_BOARD = "28 Vorlage freigeben"
    DECIDE_BOARD = "29 Beschluss festhalten"
    COMPARE_WEIGHTS = "30 Gewichte vergleichen"
    PLAN_WAVES = "31 Wellen planen"
    SEND_TABLE = "32 Tabelle anfordern"
    TAKE_TABLE = "33 Tabelle übernehmen"

    @property
    def form_title(self) -> str:
        """The name without its number."""
        return self.value.partition(" ")[2]


# the forms by which a person decides: each asks "Bearbeitet von", and the audit log keeps the name
DECIDING: Final = frozenset(
    {
        Deployment.PREPARE,
        Deployment.MILESTONE_DONE,
        Deployment.SETTLE_RESPONSIBILITY,
        Deployment.CLEAR_QUARANTINE,
        Deployment.RELEASE,
        Deployment.MOVE_MILESTONE,
        Deployment.EXTEND_DEADLINE,
        Deployment.CLOSE_ROUND,
        Deployment.OPEN_ROUND,
        Deployment.SETTLE_MAIL,
        Deployment.CLEAR_TO_READ,
        Deployment.ADOPT_LINE,
        Deployment.REMIND_OFFICE,
        Deployment.CORRECT_ANSWER,
        Deployment.CHANGE_MEASURE,
        Deployment.RELEASE_BOARD,
        Deployment.DECIDE_BOARD,
        Deployment.PLAN_WAVES,
        Deployment.TAKE_TABLE,
    }
)
