"""Lines of a signature: who somebody is and how to reach them. What reads like a sentence, or like news, is none."""

import re
from typing import Final

from ozg_workflow.domain.late_pattern import late

NEWS: Final = late(
    r"(?i)(\?|!|\bneue?[nrs]?\b|\bp\.? ?s\.?(?=[\s:.]|$)|\bnb\b|nachtrag|hinweis|achtung|wichtig|\bbitte|\bnicht\b|\bkein|fehl|vertret|urlaub|elternzeit|ruhestand|krank"
    r"|frist|aufschub|\berst\b|später|zuständig|ansprechpart|nachfolg|geändert|\bab\b|\bnur\b|\bseit\b|\bkünftig|\bderzeit|\bvorübergehend|\bjetzt\b|\bnicht mehr\b|zeile|spalte|\bzelle|\bliste|fallzahl|stufe|leistung(?!s)"
    r"|\b\d{1,2}\. ?\d{1,2}\.(?: ?\d{2,4})?|\b\d{1,2}\. (?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez))"
)
DEPUTY: Final = late(r"(?i)in vertretung|i\. ?v\..{0,60}|(?:stellv(?:\.|ertretende[rn]?)|komm(?:\.|issarische[rn]?)) .{0,80}")
HOURS: Final = late(
    r"(?i)(?:(?:öffnungs|sprech|service|dienst)zeiten|mo|di|mi|do|fr|sa|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|uhr|und|bis|von|sowie|nach|vereinbarung"
    r"|terminvereinbarung|termine?|geschlossen|mit|telefonisch|tel|erreichbar|täglich|werktags|[\d:.,;/()–—+-]+|\s)+\W*"
)
CONTACT: Final = late(
    r"(?i)^\W*(?:tel(?:efon|efax)?|fon|phone|fax|mobil|handy|durchwahl|e-?mail|mail|internet|web|homepage|url|zimmer|raum|büro|etage|gebäude|postfach|postanschrift|t|f|m|e|w"
    r"|besucheranschrift|besucheradresse|hausanschrift|lieferanschrift|anschrift|dienstgebäude|dienstsitz|sitz|de-?mail|facebook|twitter|instagram|usst-?id|iban|bic)\b[\s.:/+-]"
    r"|https?://|www\.|\S+@\S+\.\S+|^\W*\(?(?:0|\+49|\+?43|\+?41)[\d\s/()–-]{5,}$|^\W*(?:D-)?\d{5} [A-ZÄÖÜ]"
)
SMALL: Final = frozenset(
    [
        "und",
        "u.",
        "für",
        "der",
        "des",
        "die",
        "den",
        "dem",
        "das",
        "im",
        "in",
        "am",
        "an",
        "zur",
        "zum",
        "zu",
        "von",
        "vom",
        "bei",
        "beim",
        "mit",
        "auf",
        "of",
        "and",
        "the",
        "e.",
        "v.",
        "d.",
        "a.",
        "o.",
        "i.",
        "h.",
        "c.",
        "b.",
        "g.",
        "tel",
        "fax",
        "uhr",
        "bis",
        "oder",
        "sowie",
        "tel.",
        "e-mail",
        "email",
        "mail",
        "mobil",
        "telefon",
        "telefax",
        "fon",
        "http",
        "https",
        "www",
        "weitere",
        "nach",
        "vereinbarung",
    ]
)
STREET: Final = late(
    r"^[A-ZÄÖÜ][\w.ß -]{2,50} \d{1,4} ?[a-z]?(?:\s?[-–/]\s?\d{1,4} ?[a-z]?)?,?(?: (?:D-)?\d{5} [A-ZÄÖÜ].{1,40})?$"
)
WORD: Final = late(r"[A-ZÄÖÜ(„\"/&|•·][\w.ßäöüé&/()„“\"’'+|•·-]*,?|\(?[\d./()-]+\)?,?|[|/&•·,–—-]+")
MOST_WORDS: Final = 9
LONGEST: Final = 200  # characters; a longer line is none of a signature


def is_contact(line: str) -> bool:
    """Tell whether a line says how to reach somebody."""
    return len(line) <= LONGEST and bool(CONTACT.search(line)) and not _sentence(line)


def is_signature(line: str) -> bool:
    """Tell whether a line may stand in a signature: a name, an office, an address, opening hours, a rule."""
    bare = line.strip()
    if len(bare) > LONGEST:
        return False
    if (
        not re.search(r"\w", bare)
        or HOURS.fullmatch(bare)
        or (DEPUTY.fullmatch(bare) and not NEWS.search(re.sub("(?i)vertret", "", bare)))
    ):
        return True
    return not NEWS.search(bare) and (is_contact(bare) or bool(STREET.match(bare)) or _is_title(bare))


def _is_title(line: str) -> bool:
    words = line.split()
    return sum(any(map(str.isalnum, word)) for word in words) <= MOST_WORDS and all(
        word.strip(",.") in SMALL or word in SMALL or WORD.fullmatch(word) for word in words
    )


def _sentence(line: str) -> bool:
    """Tell whether a line has words of a sentence, or news, beside numbers and addresses."""
    if NEWS.search(re.sub(r"https?://\S+|www\.\S+|\S+@\S+", " ", line)):
        return True
    without = re.sub(r"https?://\S+|www\.\S+|\S+@\S+|<[^<>]*>", " ", line)
    small = [word for word in re.findall(r"\b[a-zäöüß][\wäöüß-]+", without) if word not in SMALL]
    return len(small) > 1
