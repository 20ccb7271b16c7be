"""What may stand beside an office without changing who is meant. Everything that is not here makes a text doubtful."""

import re
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.offices.spelling import word_set

FIGURES, PHRASE = "\ue000", "\ue001"  # stand in a text for an aside that a number may belong to, and for any other

_DAY: Final = (
    r"(?:\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:19|20)?\d\d\b)?|(?:19|20)\d\d-\d\d-\d\d"
    r"|\d{1,2}\.\s?(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zäöü]*\.?(?:\s(?:19|20)\d\d)?)"
)
_LAW: Final = r"\s+(?:SGB\s*(?:[IVX]+|\d{1,2})|[A-ZÄÖÜ][A-Za-zäöüß]*[A-ZÄÖÜ][A-Za-zäöüß]*(?:\s(?:NRW|NW|Bund))?)"
_SEE: Final = r"\b(?i:siehe|s\.|lt\.|laut|gem\.|gemäß|nach|vgl\.)\s*(?i:meine[rm]?|unsere[rm]?|die|der|dem)?\s*"
_NAME: Final = r"(?:(?:Dr|Prof)\.?\s*)*[A-ZÄÖÜ](?:\.|[a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?\b)"
_OTHER_BODY: Final = r"\w*(?i:kreis|land(?:es|kreis|rat)|land\b|bezirk|bund|jobcenter|agentur|kammer|gericht|polizei|kirche|werke\b|verband|gemeinde|stadt|amt\b)"

_PERSON: Final = late(  # to speak to, with an extension; one name only, a second word may be another town
    r"(?:\bz\.\s?Hd\.\s*(?:v\.\s*|von\s+)?)?\b(?i:frau|fr\.|herrn?|hr\.|kollegin|kollege)\s+(?!" + _OTHER_BODY + ")" + _NAME
    + r"(?:,?\s*\(?(?:\d{2,4}-\d{2,}|-\d{2,}|\d{4,})\b\)?)?"
)  # fmt: skip
# searched in tidy text, in this order; each takes its own digits with it
_ASIDES: Final = (
    late(  # telephone
        r"\b(?i:tel|telefon|telefonnummer|tel\.?-?nr|durchwahl|dw|app|apparat|fax|telefax|nst|nebenstelle|ruf|rufnummer|mobil)\b"
        r"[.:\s]*(?:Nr\.?)?[:\s]*\(?[+\d][\d \t/()\-]*"
    ),
    late(r"(?<![\d.,/-])(?:0\d{2,4}\s?[ /-]\s?\d[\d -]{3,}\d|\d{2,3}-\d{4,})\b"),  # a telephone number as such
    late(
        r"\b(?i:zimmer|zi|zimmernummer|zimmer-?nr|raum|raum-?nr|rm)\b\.?\s*(?:Nr\.?)?\s*:?\s*[A-Z]?[ .]?\d+(?:\.\d+)*[a-z]?\b"
    ),
    late(r"\b\d{1,2}\.\s*(?i:og|etage|stock|obergeschoss)\b\.?|\b(?:EG|Erdgeschoss)\b"),
    late(
        r"(?:\b(?i:gem\.?|gemäß|nach|laut|lt\.?))?\s*§+\s*\d+[a-z]?\b(?:\s+(?:Abs|Absatz|Satz|S|Nr)\.?\s*\d+)*(?:" + _LAW + ")?"
    ),
    late(r"\bSGB\s*(?:[IVX]+|\d{1,2})\b"),
    late(_SEE + r"(?:E-?Mail|e-?mail|mail|Mail|Schreiben|Telefonat)\s+(?:vom|v\.)\s*" + _DAY),  # in which it was said
    late(
        _SEE + r"(?:GVPl?|Geschäftsverteilungsplan|Organigramm|Organisationsplan|Aufgabenverteilungsplan|Aufgabengliederungsplan|AGA|Verwaltungsgliederungsplan)\b"
    ),
    late(r"\b(?i:stand):?\s*(?:" + _DAY + r"|\d{1,2}[./]\d{4}|\d{4})"),
    late(r"\bseit\s+(?:dem\s+)?(?:" + _DAY + r"|(?:19|20)\d\d\b)"),
    late(r"\b(?:Az|AZ|Aktenzeichen|Gz|GZ)\b[.:\s]*[A-Z]{0,3}[ ]?\d[\w./-]*"),
    _PERSON,
    late(
        r"^\s*(?i:hallo|moin|guten\s+(?:tag|morgen)|sehr\s+geehrte\s+damen\s+und\s+herren|liebe\s+kolleg(?:en|innen)(?:\s+und\s+kollegen)?)\b[,!]?"
    ),
    late(r"\b(?:Neues|Altes|Technisches)\s+Rathaus\b"),
    late(r"(?i:mit\s+freundlichen\s+gr(?:ü|ue)(?:ß|ss)en|m\.?\s?f\.?\s?g\b\.?|viele\s+gr(?:ü|ue)(?:ß|ss)e|vielen\s+dank)"),
    late(r"(?i:\bz\.\s?w\.\s?v\b\.?|\bzur\s+weiteren\s+(?:veranlassung|bearbeitung)|\bmit\s+der\s+bitte\s+um\s+(?:übernahme|weitere\s+veranlassung))"),
    late(r"(?i:\bwenden\s+sie\s+sich(?:\s+bitte)?\b|\bi\.\s?H\.(?!\s?v)|\bwie\s+(?:telefonisch\s+)?besprochen\b)"),
)  # fmt: skip
_ARROW: Final = late(r"^\s*(?:-+>|=+>|[→►»•·*])\s*")
OPEN_END: Final = late(r"\.{2,}|…|^\s*/|/\s*$")


def without_asides(text: str) -> str:
    """Return a tidy text in which telephone, room, law, date of a mail, person and greeting have become one sign each."""
    text = _ARROW.sub("", text)
    for pattern in _ASIDES:
        text = pattern.sub(lambda found: f" {_mark(found[0])} ", text)
    return text


def _mark(aside: str) -> str:
    """A bare number behind a telephone, a room or a person may be one more extension, one behind a greeting is none."""
    return FIGURES if re.search(r"[0-9]", aside) or _PERSON.fullmatch(aside.strip()) else PHRASE


SIGNS: Final = frozenset({".", ",", ";", ":", "(", ")", "[", "]", '"', "!", "-", "/", "=", FIGURES, PHRASE})

# beside a bare number these would say what it counts or numbers: `Leistung 33`
NOUNS: Final = word_set("""
    aufgabe aufgaben leistung leistungen stelle haus hause rathaus stadt sache bearbeitung zustaendigkeit zustaendigkeiten
    zustaendigkeitsbereich zuordnung kollegen kolleginnen dienststelle stadtverwaltung vorgang vorgaenge angelegenheit thema bereich sekretariat durchfuehrung
    verantwortung verantwortungsbereich ap ansprechpartner ansprechpartnerin sachbearbeitung
    sachbearbeiter sachbearbeiterin
    """)
# before these a bare number counts something and names no office
MEASURES: Final = word_set("""
    % € prozent euro jahr jahre jahren tag tage tagen woche wochen kw monat monate monaten uhr mal fall faelle faellen stueck personen
    mitarbeiter mitarbeitende vze x mio std stunden antraege
    """)
# only these may stand right before a bare number: `an 33`, but not `am 33`
BEFORE_NUMBER: Final = word_set(
    "an bei zu von durch ist liegt macht geht gehoert jetzt nun zustaendig zust bitte die weiterleiten abgeben"
)
WORDS: Final = NOUNS | word_set("""
    der die das den dem des im in ins an am ans bei beim zu zum zur
    ist liegt gehoert geht macht machen erbringt uebernimmt obliegt faellt erfolgt bearbeitet erledigt erbracht wahrgenommen gemacht
    durchgefuehrt ausgestellt erteilt vollzogen abgewickelt verwaltet betreut verantwortet verantwortlich zugeordnet zuzuordnen
    angesiedelt aufgehoben
    zuordnen zuweisen ausschliesslich allein alleinig alleinige eindeutig definitiv natuerlich selbstverstaendlich nunmehr
    hier hierfuer dafuer dies diese dieser es jetzt nun inzwischen mittlerweile neuerdings
    zust zustaendig zustaendige zustaendiges zustaendiger zustaendigen zustaendigkeitshalber richtig richtige korrekt
    bitte weiter danke dank gruss gruesse vg lg
    hiesig hiesige hiesiges hiesigen staedtisch staedtische staedtisches staedtischen hausintern intern amt
    """)
# who hands it to whom must be plain: these need an `an`, and no `von`: `Abgabe an Amt 33`, but not `Abgabe von Amt 33`
TRANSFER: Final = word_set("""
    weiterleiten weiterzuleiten weitergeben weiterleitung weitergabe uebergabe weitergeleitet abgeben abgabe abgegeben abzugeben uebergeben zuleiten
    senden zusenden schicken geben richten verweisen erbeten wurde
    """)
TOWARDS: Final = frozenset({"an", "ans"})
# these need a word that says that the office does the work: `wird vom Standesamt bearbeitet`, but not `Antrag vom Standesamt`
LEANING: Final = frozenset({"von", "vom", "durch"})
PASSIVE: Final = frozenset({"wird", "werden"})
SUPPORT: Final = word_set("""
    bearbeitet erledigt erbracht wahrgenommen gemacht durchgefuehrt ausgestellt erteilt vollzogen abgewickelt verwaltet betreut
    verantwortet zugeordnet aufgabe sache thema bereich durchfuehrung verantwortung verantwortungsbereich bearbeitung zustaendigkeit kollegen kolleginnen
    """)
# at the end these say something else: `Sozialamt ist zu`, `ist hier`
LEADING: Final = word_set("der die den dem des im in ins an am ans bei beim zu zum zur hier weiter")
OURS: Final = frozenset({"unser", "unsere", "unserem", "unseren"})  # `unser Standesamt`, but not `unsere Aufgabe`
NEGATIONS: Final = word_set(
    "nicht kein keine keinen keinesfalls nie niemals ausser statt anstatt anstelle ohne weder noch bisher frueher vorher ehem ehemals"
)
