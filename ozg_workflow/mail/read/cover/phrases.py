"""Sentences that say nothing: greetings, „anbei die ausgefüllte Liste“, thanks, wishes, notes of mail systems. German, as offices write it.

A sentence says nothing only when one of these patterns is the whole of it, or of each of its halves.
"""

import re
from collections.abc import Collection, Iterable
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.cover.disclaimers import is_disclaimer
from ozg_workflow.mail.read.cover.signature import NEWS

LONGEST: Final = 700  # characters of a sentence that says nothing; nobody writes longer ones
LONGEST_CLOSING: Final = 120
NAME: Final = r"(?:[A-ZÄÖÜ]\.|[A-ZÄÖÜ][\wßéèáóçşğıžšč]*(?:[-’'][A-ZÄÖÜ]?[\wß]+)*)"
PEOPLE: Final = (
    rf"(?:Frau|Herrn?|Damen|Herren|Dr\.|Prof\.|und|u\.|Kolleg(?:e|in|en|innen)|Kolleg\*innen|Team|OZG-Team|zusammen|alle|allerseits|liebe[rs]?"
    rf"|sehr|geehrte[rs]?|an|von|zu|der|{NAME})"
)
GREETING: Final = late(
    r"(?:(?:[Ss]ehr [Gg]eehrte[rs]?|[Ll]iebe[rs]?|[Gg]uten (?:[Tt]ag|[Mm]orgen|[Mm]ittag|[Aa]bend)|[Ss]chönen (?:[Gg]uten )?[Tt]ag|[Hh]allo|HALLO|[Hh]i|[Hh]ey"
    r"|[Mm]oin(?: [Mm]oin)?|[Ss]ervus|[Gg]rüß (?:Gott|dich|Sie)|[Mm]ahlzeit|[Tt]ag|[Ww]erte[rs]?|Dear|Hello)"
    rf"(?:[ ,/]+{PEOPLE}){{0,8}}\s*[,!.:]*|(?:Frau|Herr) (?:Dr\. )?{NAME}\s*,)(?=\s|$)"
)
CLOSING: Final = late(
    r"(?:(?:(?:[Vv]ielen|[Hh]erzlichen|[Bb]esten) Dank,? (?:und )?|Danke,? (?:und )?)?(?:[Mm]it )?(?:(?:[Vv]ielen|[Rr]echt|[Gg]anz|sehr) )?(?:[Ff]reundlich|[Bb]est|[Hh]erzlich|[Ll]ieb|[Vv]iel|[Ss]chön|[Kk]ollegial|[Ss]onnig|[Nn]ett)"
    r"(?:en|e|em|er|sten|ste)?(?: (?:und )?(?:freundlichen|kollegialen?|sonnigen?|lieben?|herzlichen?))*(?: (?:[Gg]r(?:ü|ue)(?:ß|ss)e?n?|[Gg]ru(?:ß|ss)))"
    r"|[Gg]ru(?:ß|ss)|[Gg]r(?:ü|ue)(?:ß|ss)e|MfG|mfg|MFG|Mfg|LG|lg|VG|vg|BG|Hochachtungsvoll|(?:[Kk]ind|[Bb]est|[Ww]arm) [Rr]egards|[Rr]egards|[Bb]est wishes"
    r"|[Tt]schüss|[Cc]iao|[Bb]is (?:bald|dann)|[Hh]erzlichst|(?:[Ii]m )?[Aa]uftrag|[Ii]\. ?[AaVv]\.|gez\.|[Ii]n [Vv]ertretung|[Ii]hre?)"
    rf"(?: (?:aus (?:dem Rathaus|{NAME}|dem {NAME})|nach {NAME}|(?:und|/) (?:bleiben Sie gesund|ein schönes Wochenende)))?(?: ?/ ?(?:[Ww]ith )?(?:[Kk]ind|[Bb]est) [Rr]egards)?"
    rf"(?:[ ,/!.]+(?:[Ii]\. ?[AaVv]\.|gez\.|[Ii]m Auftrag|Dr\.|Ihre?|Frau|Herr|{NAME})){{0,4}}[ ,.!]*"
)
_LIST: Final = (
    r"(?:(?:die|das|den|der|dem|unsere[nrsm]?|unser|meine[nrsm]?|eine|diese|ihre|zwei|drei|vier|fünf|beide|beiden|alle) )*"
    r"(?:(?:nun |jetzt |bereits |soweit )?(?:vollständig|komplett|fertig|von uns|von mir) )?"
    r"(?:(?:(?:aus|an)gefüllte[nrs]?|ergänzte[nrs]?|korrigierte[nrs]?|berichtigte[nrs]?|überarbeitete[nrs]?|bearbeitete[nrs]?|aktualisierte[nrs]?"
    r"|beantwortete[nrs]?|gewünschte[nrs]?|erbetene[nrs]?|angeforderte[nrs]?|fehlende[nrs]?|markierte[nrs]?|vervollständigte[nrs]?|besagte[nrs]?|entsprechende[nrs]?|beigefügte[nrs]?"
    r"|vollständige[nrs]?|o\. ?g\.|oben genannte[nrs]?) )*"
    r"(?:ozg[- ])?(?:amts-?|excel-?|service-?|leistungs-?)?(?:listen?|tabellen?|datei(?:en)?|übersicht|aufstellung|unterlagen|rückmeldung(?:en)?|meldung|antworten?"
    r"|angaben|zellen|rücklauf|rückläufer|fragebogen|fragebögen|formular|nachtrag|nachträge|(?:umsetzungs)?stand(?: der umsetzung)?|dokumente?|abfrage|erhebung|excel)"
    r"(?: (?:zum|zur) (?:umsetzungsstand|umsetzung|nachtrag)| mit den (?:fehlenden|ergänzten|korrigierten|berichtigten) angaben)?"
)
_DONE: Final = r"(?:ausgefüllt|bearbeitet|ergänzt|überarbeitet|beigefügt|angehängt|berichtigt|korrigiert|nachgetragen|aktualisiert|vervollständigt)"
_TO: Final = r"(?: (?:ich|wir|sie|ihr))?(?: (?:ihnen|dir|euch|sie|dir|nochmals|hiermit|nun|jetzt|heute|wie gewünscht|wie besprochen|wie erbeten|gerne?|auch))*"
_TAIL: Final = (
    r"(?:,? (?:zurück|zu|retour|mit|ausgefüllt|vollständig|vollständig ausgefüllt|wieder|erneut|im anhang|anbei|als anlage|als anhang|in der anlage|per mail"
    r"|zu ihrer (?:weiteren )?(?:verwendung|kenntnis|kenntnisnahme|bearbeitung|information)|zur (?:weiteren )?(?:verwendung|bearbeitung|kenntnis|kenntnisnahme|veranlassung|auswertung"
    r"|information|verarbeitung)|mit der bitte um (?:kenntnisnahme|(?:weitere )?(?:bearbeitung|veranlassung|verwendung))|wie (?:gewünscht|besprochen|erbeten|vereinbart|telefonisch besprochen"
    r"|angekündigt|gefordert)|zu ihren akten|für ihre (?:unterlagen|akten)))*"
)
_HERE: Final = (
    r"(?:anbei|anliegend|beiliegend|beigefügt|in der anlage|in anlage|im anhang|als anlage|als anhang|in den anlagen|angehängt|anhängend|hiermit|hier|nachfolgend"
    r"|wie (?:gewünscht|besprochen|erbeten|vereinbart|angekündigt|gefordert|angefordert|telefonisch besprochen|abgesprochen))"
)
_VERB: Final = r"(?:(?:über)?sende[nt]?|schicken?|übermitteln?|übermittle|reichen?|erhalten|erhältst du|finden|bekommen|kommen|kommt|ist|sind|überlassen?|leiten?|gebe[n]?|lege[n]?)"
_PERSON: Final = r"(?:mich|mir|uns|bei mir|bei uns|an mich|an uns|unter (?:der )?(?:o\. ?g\. |oben genannten |unten stehenden |u\. ?g\. )?(?:rufnummer|telefonnummer|nummer))"
_SENTENCES: Final = (
    # here is the list
    rf"{_HERE}(?:,? {_HERE})?(?: {_VERB}{_TO})?(?: {_HERE})?(?: noch| nun| jetzt| dann| auch)?(?: {_LIST}OFFICE)?{_TAIL}",
    rf"(?:ich|wir) {_VERB}{_TO}(?: {_HERE})?(?: {_LIST}OFFICE)?(?: {_HERE})?{_TAIL}",
    rf"{_VERB}{_TO}(?: {_HERE})?{_TAIL}",
    (
        rf"{_LIST}OFFICE(?: (?:ist|sind|liegt|liegen|finden sie|erhalten sie|sende ich ihnen|schicke ich ihnen|übersende ich ihnen|wurde|kommt|hängt))?"
        rf"(?: (?:nun|jetzt|wie gewünscht|vollständig))?(?: (?:{_HERE}|an|bei|dran))?{_TAIL}"
    ),
    rf"(?:ich|wir) haben? (?:ihnen )?{_LIST}OFFICE (?:vollständig |wie gewünscht |nun |jetzt |entsprechend )?{_DONE}(?: (?:und|,) {_DONE})?",
    rf"{_LIST}OFFICE (?:sind|ist|wurden?) (?:in der beigefügten liste |entsprechend |nun |jetzt |wie gewünscht )?{_DONE}(?: (?:und|,) {_DONE})?(?: worden)?",
    (
        r"(?:s\. ?|siehe )?(?:anlagen?|anhang|anhänge)|anbei|anlage anbei|z\. ?(?:d\. ?)?k\.?|z\.? ?k\.? ?g?|zk|zur (?:kenntnis(?:nahme)?|info(?:rmation)?)(?: und (?:weiteren )?(?:verwendung|bearbeitung|veranlassung))?|fyi|z\. ?w\. ?v\.?|zwv"
        r"|erledigt|fertig|bitte sehr|wie (?:gewünscht|besprochen|erbeten|vereinbart)|m\. ?d\. ?b\. ?u\. ?k\.?|mit der bitte um kenntnisnahme(?: und (?:weitere )?(?:bearbeitung|verwendung))?"
    ),
    # thanks, offers, wishes
    (
        r"(?:ganz |recht )?(?:viele[nr]?|herzlichen|besten|lieben|schönen|1000) dank(?: (?:im voraus|vorab|schon mal|schonmal|schon einmal))*"
        r"(?: (?:für|an) (?:ihre?n?|die|das|den|den|deine?n?|eure?n?|die freundliche|die nette|die schnelle)(?: [a-zäöü]+e)? (?:mühen?|e-?mails?|mails?|nachricht|unterstützung|geduld|hilfe|arbeit|bemühungen|rückmeldung|verständnis"
        r"|zusammenarbeit|schreiben|anfrage|hinweise?|info(?:rmation)?(?:en)?|erinnerung|zusendung)(?: vom \d{1,2}\. ?(?:\d{1,2}\.|[a-zä]+)(?: ?\d{2,4})?)?(?: und (?:ihre?|die|deine?) [a-zäöü]+)?)?"
    ),
    r"danke(?: schön| sehr| dir| ihnen| euch)*(?: (?:im voraus|vorab|für (?:den|die|ihre|ihren|deine) (?:mühe|hilfe|geduld|unterstützung|erinnerung|hinweise?)))*|dankeschön|dankesehr",
    (
        rf"(?:bei|für) (?:evtl\. |eventuelle[nr]? |etwaige[nr]? |weitere[nr]? |allen )*(?:rück)?fragen (?:dazu |hierzu |zur liste )?(?:stehe|stehen|können|melden|melde|melden|rufen|wenden|bin|sind)"
        rf"(?: sie| du| ihr)?(?: sich| dich)?(?: ich| wir)?(?: ihnen| dir| euch)?(?: bitte| gerne?| jederzeit| natürlich| selbstverständlich| einfach| noch| {_PERSON})*"
        r"(?: (?:zur|zu ihrer|zu deiner) verfügung| erreichbar| da| melden| wenden| anrufen| an)?"
    ),
    (
        rf"(?:sollten|falls|wenn|haben) (?:sie |du )?(?:noch |weitere |dazu |hierzu )*(?:rück)?fragen (?:haben|hast|bestehen|auftreten|sein),?"
        rf"(?: dann| so)?(?: melden| melde| rufen| wenden| stehe| stehen| können)?(?: sie| du)?(?: sich| dich)?(?: ich| wir)?(?: ihnen| dir)?(?: bitte| gerne?| jederzeit| einfach| {_PERSON})*"
        r"(?: (?:zur|zu ihrer) verfügung| melden| wenden| an| anrufen)?"
    ),
    rf"(?:melden|wenden) sie sich (?:bei (?:rück)?fragen )?(?:bitte |gerne? |jederzeit |einfach )*(?:{_PERSON})?",
    (
        r"(?:(?:ich|wir) wünschen? (?:ihnen|dir|euch|allen)? ?)?(?:noch )?(?:ein(?:en|e)? |und ein(?:en|e)? )?(?:schöne[sn]?|angenehme[sn]?|erholsame[sn]?|sonnige[sn]?|gute[sn]?|frohe[sn]?|guten)"
        r"(?: (?:start in|in) (?:die|den|das))?(?: (?:schöne[sn]?|neue[sn]?|sonnige[sn]?))*"
        r" (?:wochenende|rest-?woche|woche|tag|nachmittag|abend|feierabend|feiertage?|ostern|ostertage|osterfest|pfingsten|pfingsttage|weihnachten|jahr|start|zeit|mai-?feiertag|wochenstart|urlaub)"
        r"(?: noch)?(?: (?:wünsche|wünschen)(?: (?:ich|wir))?(?: ihnen| dir| euch)?)?"
    ),
    r"(?:bleiben sie|bleibt|bleib)(?: bitte| weiterhin| alle)? gesund(?: und munter)?|alles gute|kommen sie gut (?:durch (?:die )?woche|ins wochenende)|ich hoffe,? es geht ihnen gut",
    # notes of programs and mail systems
    (
        r"(?:diese (?:nachricht|e-?mail) wurde )?(?:von|mit) (?:meinem?r?|dem|der) (?:iphone|ipad|handy|smartphone|mobiltelefon|blackberry|diensthandy|android[- ]\w+|samsung(?: \w+)*|huawei(?: \w+)*|mobilen?(?: \w+){0,3}"
        r"|[\w-]+ (?:app|client|mobiltelefon|smartphone))(?: aus)? gesendet"
    ),
    (
        r"gesendet (?:von|mit|über|aus)(?: (?:outlook|mail|meinem?r?|dem|der|mobilen?|iphone|ipad|samsung|galaxy|smartphone|handy|android|app|für|ios|windows|10|11|gmx|web\.de|t-online|yahoo|diensthandy|blackberry|boxer"
        r"|mail-app|\w+-app|mobilgerät))+|(?:von )?(?:outlook|mail) für (?:ios|android|windows(?: 1[01])?)(?: gesendet)?|(?:sent from|get|holen sie sich|laden sie) (?:my |sich )?(?:iphone|ipad|outlook)(?: (?:for|für) (?:ios|android))?( herunter)?"
    ),
    (
        r"(?:(?:diese |die )?(?:nachricht|e-?mail) wurde )?(?:von|mit|über) (?:meine[mr]?|einem|dem|der) [\w.& -]{0,40}(?:gerät|i?phone|handy|telefon|tablet|i?pad|app|k-9 mail)(?: mit [\w-]+ mail)?(?: aus)? gesendet"
        r"|gesendet (?:mit|von|über|aus) (?:der |meiner? )?[\w.& -]{2,40} app"
    ),
    # footers of mailing lists
    r"[\w.-]{1,60} (?:mailing[ -]?list|mailingliste)|https?://\S{0,200}/listinfo/\S{0,100}",
    r"(?:um|wenn sie) sich (?:von|aus) (?:dieser|der) (?:mailing-?liste|liste|gruppe) (?:abzumelden|abmelden (?:möchten|wollen))[^:;]{0,120}|to unsubscribe.{0,160}",
    r"sie (?:erhalten|haben) diese (?:nachricht|e-?mail)(?: erhalten)?,? weil sie [^:;]{0,80}(?:liste|gruppe)[^:;]{0,60} (?:abonniert|eingetragen|angemeldet|mitglied)[^:;]{0,20}",
    r"(?:diese|this) e-?mail wurde (?:von \w+(?:[- ]\w+)* )?auf viren (?:über)?geprüft(?: .{0,80})?|virenfrei\.?(?: www\.avast\.com)?",
    r"(?:bitte )?(?:prüfen|überlegen|bedenken) sie(?: bitte)?,? (?:der umwelt zuliebe,? )?ob (?:sie )?(?:diese|die) (?:e-?)?mail(?: auch)? (?:wirklich |tatsächlich |unbedingt )?(?:aus)?(?:ge)?drucke?n?t?(?: werden)? (?:muss|müssen|soll)",
    r"(?:bitte )?denken sie(?: bitte)? an die umwelt(?:,? bevor sie diese (?:e-?)?mail (?:aus)?drucken)?|(?:think|please consider) .{0,60}(?:environment|print).{0,60}",
    r"(?:\W*(?:hinweise|informationen) )?(?:zum|zur|über den) (?:datenschutz|verarbeitung (?:ihrer )?(?:personenbezogenen )?daten)(?: .{0,60})? (?:finden sie|erhalten sie|stehen) .{0,20}(?:unter|auf|hier)\W*\S{0,200}",
    r"(?:finden sie uns|besuchen sie uns|folgen sie uns)(?: auch)? (?:im internet|auf|unter|bei)\W*[\w.:/@ -]{0,80}",
)
_APPOINTMENTS: Final = (
    r"(?:die|ihre) einladung (?:wurde|ist) (?:angenommen|abgelehnt|mit vorbehalt angenommen)",
    r"(?:.{1,80} )?hat (?:diese|ihre|deine|die) (?:einladung|besprechung(?:sanfrage)?|terminanfrage)(?: zum ereignis| zu)?(?: .{1,160})? (?:angenommen|abgelehnt|vorläufig angenommen|mit vorbehalt angenommen|mit „?vielleicht“? beantwortet)",
    r"(?:zugesagt|abgesagt|angenommen|abgelehnt|mit vorbehalt|vorläufig|accepted|declined|tentative):? .{1,160}|.{1,80} has (?:accepted|declined|tentatively accepted) this (?:invitation|meeting)",
)
_JOINTS: Final = late(r"(?:, | und | sowie |; | [–-] |: )")


def is_closing(line: str) -> bool:
    """Tell whether a line closes a letter: `Mit freundlichen Grüßen`, `i. A. Brinkhoff`."""
    named = re.sub(r"(?i)in vertretung", "", line.strip(" ,.!"))
    return len(line) <= LONGEST_CLOSING and bool(CLOSING.fullmatch(line)) and not NEWS.search(named)


def says_nothing(sentence: str, names: Collection[str] = ()) -> bool:
    """Tell whether a sentence needs no reader; `names` are words in lower case that an office may be called by in it."""
    bare = sentence.strip(" \t\n.!,;:*_-–—\u00a0")
    line = sentence.strip()
    if not bare or is_closing(bare) or GREETING.fullmatch(line):
        return True
    if len(bare) > LONGEST:
        return False
    greeting = GREETING.match(line)
    if greeting and greeting.end() and says_nothing(line[greeting.end() :], names):
        return True
    words = re.sub(r"<(?:https?|mailto)\S*>", "", " ".join(bare.lower().replace("'", "").split())).strip(" .!")
    if _matches(words, names):
        return True
    return any(
        _matches(words[: joint.start()].strip(), names) and says_nothing(words[joint.end() :], names)
        for joint in _JOINTS.finditer(words)
    )


def _matches(words: str, names: Collection[str]) -> bool:
    if _is_any(_NOTHING, words):
        return True
    without = _OFFICE.sub(lambda m: "" if _is_known(m[0], names) else m[0], words)
    return (without != words and _is_any(_NOTHING, without)) or is_disclaimer(words)


def _is_any(patterns: Iterable[re.Pattern[str]], words: str) -> bool:
    """Tell whether one of the patterns is the whole of the words; those behind it need not be compiled."""
    return any(pattern.fullmatch(words) for pattern in patterns)


def _is_known(text: str, names: Collection[str]) -> bool:
    """Tell whether a text such as `des standesamtes (amt 34)` names nothing but a known office."""
    words = [w for w in re.findall(r"\w+", text) if w not in _LITTLE]
    return all(any(w in (name, f"{name}s", f"{name}es", f"{name}n") for name in names) for w in words)


_LITTLE: Final = frozenset(
    [
        "amt",
        "amtes",
        "ämter",
        "dezernat",
        "dezernats",
        "dezernates",
        "fachbereich",
        "fachbereichs",
        "abteilung",
        "stadt",
        "der",
        "des",
        "die",
        "das",
        "dem",
        "den",
        "vom",
        "von",
        "für",
        "fürs",
        "im",
        "in",
        "unseres",
        "unser",
        "unsere",
        "meines",
        "mein",
        "hauses",
        "haus",
        "und",
        "zum",
        "zur",
        "zu",
    ]
)
_OFFICE: Final = late(
    r" (?:\()?(?:des|der|vom|von|für|fürs|amt|dezernat|im|zum|zur|zu)(?: (?:das|den|die|der|unser|unseres|mein|meines))?(?: [\wäöüß(){,.-]+){0,6}?(?=$| (?:zurück|zu|mit|ausgefüllt|ist|sind|liegt|liegen|finden|zur|wie)\b)"
)
_NOTHING: Final = tuple(late(sentence.replace("OFFICE", "")) for sentence in (*_SENTENCES, *_APPOINTMENTS))
