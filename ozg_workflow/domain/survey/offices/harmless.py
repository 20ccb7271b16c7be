"""What may stand beside an office without changing who is meant. Everything that is not here makes a text doubtful."""

import re
from typing import Final

from ozg_workflow.domain.survey.offices.spelling import word_set

MARK: Final = "\ue000"  # stands in a text for something that was explained

_DAY: Final = r"(?:\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:19|20)?\d\d\b)?|\d{1,2}\.\s?(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zäöü]*\.?(?:\s(?:19|20)\d\d)?|(?:19|20)\d\d-\d\d-\d\d)"
_LAW: Final = r"(?:\s+(?:SGB\s*(?:[IVX]+|\d{1,2})|[A-ZÄÖÜ][A-Za-zäöüß]*[A-ZÄÖÜ][A-Za-zäöüß]*(?:\s(?:NRW|NW|Bund))?))"
_NAME: Final = r"(?:(?:Dr|Prof)\.?\s*)*[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
_OTHER_BODY: Final = r"\w*(?i:kreis|land(?:es|kreis|rat)|land\b|bezirk|bund(?:es)?\b|bundes|jobcenter|agentur|kammer|gericht|polizei|kirche|werke\b|verband|gemeinde)"

# searched in tidy text; each takes its own digits with it
PATTERNS: Final = (
    re.compile(  # telephone
        r"\b(?i:tel|telefon|telefonnummer|tel\.?-?nr|durchwahl|dw|app|apparat|fax|telefax|nst|nebenstelle|ruf|rufnummer|mobil)\b"
        r"[.:\s]*(?:Nr\.?)?[:\s]*\(?[+\d][\d \t/()\-]*"
    ),
    re.compile(
        r"\b(?i:zimmer|zi|zimmernummer|zimmer-?nr|raum|raum-?nr|rm)\b\.?\s*(?:Nr\.?)?\s*:?\s*[A-Z]?[ .]?\d+(?:\.\d+)*[a-z]?\b"
    ),
    re.compile(r"\b\d{1,2}\.\s*(?i:og|etage|stock|obergeschoss)\b\.?|\b(?:EG|Erdgeschoss)\b"),
    re.compile(
        r"(?:\b(?i:gem\.?|gemäß|nach|laut|lt\.?))?\s*§+\s*\d+[a-z]?\b(?:\s+(?:Abs|Absatz|Satz|S|Nr)\.?\s*\d+)*" + _LAW + "?"
    ),
    re.compile(r"\bSGB\s*(?:[IVX]+|\d{1,2})\b"),
    re.compile(  # a mail or a talk in which it was said
        r"\b(?i:siehe|s\.|lt\.|laut|gem\.|gemäß|vgl\.)\s*(?i:meine|unsere|die|der|meiner|unserer)?\s*"
        r"(?:E-?Mail|e-?mail|mail|Mail|Schreiben|Telefonat)\s+(?:vom|v\.)\s*" + _DAY
    ),
    re.compile(r"\b(?i:stand):?\s*(?:" + _DAY + r"|\d{1,2}[./]\d{4}|\d{4})"),
    re.compile(r"\bseit\s+(?:dem\s+)?(?:" + _DAY + r"|(?:19|20)\d\d\b)"),
    re.compile(r"\b(?:Az|AZ|Aktenzeichen|Gz|GZ)\b[.:\s]*[A-Z]{0,3}[ ]?\d[\w./-]*"),
    re.compile(  # a person to speak to
        r"\b(?:Frau|Fr\.|Herrn?|Hr\.|Kollegin|Kollegen?|(?:Ansprechpartner(?:in)?|AP)\b:?(?:\s+(?:Frau|Herr|Fr\.|Hr\.))?)\s+"
        r"(?!" + _OTHER_BODY + ")" + _NAME + r"\b(?!\.?\w*amt)"
    ),
    re.compile(r"(?i:mit\s+freundlichen\s+gr(?:ü|ue)(?:ß|ss)en|m\.?\s?f\.?\s?g\b\.?|viele\s+gr(?:ü|ue)(?:ß|ss)e|vielen\s+dank)"),
    re.compile(r"\b(?i:wie\s+(?:telefonisch\s+)?besprochen)\b"),
)
_ARROW: Final = re.compile(r"^\s*(?:-+>|=+>|→|►|»)\s*")
OPEN_END: Final = re.compile(r"\.{2,}|…")


def without_asides(text: str) -> str:
    """Return a tidy text in which telephone, room, law, date of a mail, person and greeting have become one mark each."""
    text = _ARROW.sub("", text)
    for pattern in PATTERNS:
        text = pattern.sub(f" {MARK} ", text)
    return text


SIGNS: Final = frozenset({".", ",", ";", ":", "(", ")", "[", "]", '"', "!", "-", "/", "=", MARK})

# beside a bare number these would say what it counts or numbers: `Leistung 33`
NOUNS: Final = word_set("""
    aufgabe aufgaben leistung leistungen stelle haus hause stadt sache bearbeitung zustaendigkeit zustaendigkeiten zuordnung
    kollegen kolleginnen dienststelle
    """)
# before these a bare number counts something and names no office
MEASURES: Final = word_set(
    "% € prozent euro jahr jahre jahren tag tage tagen woche wochen kw monat monate monaten uhr mal fall faelle faellen stueck personen"
    " mitarbeiter mitarbeitende vze x"
)
# only these may stand right before a bare number: `an 33`, but not `am 33`
BEFORE_NUMBER: Final = word_set(
    "an bei zu von durch ist liegt macht geht gehoert jetzt nun zustaendig bitte die der weiter weiterleiten abgeben"
)
WORDS: Final = NOUNS | word_set("""
    der die das den dem des im in an am ans bei beim zu zum zur durch
    ist liegt gehoert geht macht machen erbringt bearbeitet erledigt erbracht wahrgenommen gemacht zugeordnet zuzuordnen angesiedelt erfolgt
    hier hierfuer dafuer dies diese dieser es jetzt nun inzwischen mittlerweile neuerdings
    zustaendig zustaendige zustaendiges zustaendiger zustaendigen richtig richtige
    bitte weiter weiterleiten weiterzuleiten weitergeben weiterleitung abgeben abgabe uebergeben zuleiten erbeten danke dank gruss gruesse vg lg
    hiesig hiesige hiesiges hiesigen staedtisch staedtische staedtisches staedtischen unser unsere unserem unseren
    hausintern intern amt
    """)
# these need a word that says that the office does the work: `wird vom Standesamt bearbeitet`, but not `Antrag vom Standesamt`
LEANING: Final = frozenset({"von", "vom", "wird", "werden"})
SUPPORT: Final = frozenset(
    {"bearbeitet", "erledigt", "erbracht", "wahrgenommen", "gemacht", "aufgabe", "sache", "kollegen", "kolleginnen"}
)
NEGATIONS: Final = word_set(
    "nicht kein keine keinen keinesfalls nie niemals ausser statt anstatt anstelle ohne weder noch bisher frueher vorher ehem ehemals"
)
