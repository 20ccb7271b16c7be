"""Sentences that mail systems and legal departments put below every mail: disclaimers and warnings, in German and English.

They differ from house to house, so their patterns are open; a sentence with a word about the survey is nobody's disclaimer.
"""

from typing import Final

from ozg_workflow.domain.late_pattern import late

_MATTER: Final = late(
    r"\b(?:amtslisten?|listen?|zeilen?|spalten?|zellen?|nr\b|zahl(?:en)?|fallzahl(?:en)?|geschätzt\w*|schätz\w*|vorläufig\w*|frist\w*|zuständig\w*"
    r"|leistung(?:en)?|stufen?|fehlanzeige|(?!samt\b|gesamt|insgesamt)\w*amt(?:e?s)?|ämter\w*|dezernat\w*|rückruf|urlaub|vertret\w*)\b"
    r"|\b(?:frau|herrn?|kolleg\w*|ansprechpart\w*|nachfolg\w*|personalrat\w*|künftig|seit|doppelt)\b"
    r"|\b(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)\b|\b\d{1,2}\. ?\d{1,2}\."
)
_DISCLAIMERS: Final = tuple(
    late(sentence)
    for sentence in (
        r"(?:diese|die in dieser) (?:e-?mail|nachricht)(?: (?:und|einschließlich|inkl\.) .{0,60})?(?: ist| enthält| enthaltenen informationen sind| kann| könnte)? .{0,60}(?:vertraulich|rechtlich geschützt|ausschließlich für|nur für den).{0,200}",
        r"der inhalt dieser (?:e-?mail|nachricht) ist .{0,40}(?:vertraulich|ausschließlich).{0,160}",
        r"(?:wenn|falls|sollten) sie (?:nicht der (?:richtige|beabsichtigte|vorgesehene) (?:adressat|empfänger)|diese (?:e-?mail|nachricht) (?:irrtümlich|versehentlich)).{0,300}",
        r"(?:das|jede|die|eine) (?:unerlaubte|unbefugte|nicht gestattete|unautorisierte|unberechtigte)[ns]? .{0,120}(?:kopieren|weitergabe|vervielfältigung|verwendung|nutzung|veröffentlichung).{0,160}",
        r"(?:bitte )?(?:informieren|benachrichtigen) sie (?:dann |bitte |in diesem fall )*(?:sofort |umgehend |unverzüglich )?den absender.{0,160}",
        r"(?:achtung|caution|hinweis|vorsicht)\W+(?:diese (?:e-?mail|nachricht) (?:stammt|kommt|wurde) .{0,20}(?:von|aus) .{0,20}(?:extern|außerhalb).{0,60}|this (?:e-?mail|message) originated .{0,80})",
        r"(?:\W*extern\W*)?(?:bitte )?(?:klicken|öffnen) sie (?:bitte )?(?:keine|nicht auf|nur dann) .{0,20}(?:links|anhänge|anlagen|dateien).{0,120}",
        r"(?:this|the information in this) (?:e-?mail|message) .{0,60}(?:confidential|privileged|intended).{0,300}",
        r"(?:legal )?disclaimer",
        r"(?:the )?contents? of this (?:e-?mail|message) .{0,60}(?:confidential|privileged|intended).{0,200}",
        r"if you (?:are not the|have received this).{0,300}",
        r"any (?:unauthori[sz]ed |unlawful |other |further |use|review|copying|disclosure|distribution|dissemination).{0,200}(?:prohibited|forbidden|not permitted|not allowed|unlawful).{0,60}",
        r"(?:please )?(?:immediately )?(?:notify|inform|contact) the sender.{0,160}|please (?:immediately )?(?:delete|destroy) (?:this|the) (?:e-?mail|message).{0,160}",
        r"für die richtigkeit und vollständigkeit .{0,60}(?:e-?mail|nachricht|übertragung).{0,120}",
    )
)


def is_disclaimer(words: str) -> bool:
    """Tell whether words, in lower case, are a disclaimer or a warning of a mail system and nothing else."""
    return not _MATTER.search(words) and any(pattern.fullmatch(words) for pattern in _DISCLAIMERS)
