"""All kinds of mail, and the sets of kinds that are asked for. Each set is derived from the facts of the kinds."""

from collections.abc import Iterable
from types import ModuleType
from typing import Final

from ozg_workflow.domain.post.intent import Mail
from ozg_workflow.domain.post.mail import REMINDER_KINDS, MailKind
from ozg_workflow.domain.post.mails import announcements, answers, cases, measures, reminders, results, routine, survey
from ozg_workflow.domain.post.mails.reminders import MissingListsMail


def _mails_of(modules: Iterable[ModuleType]) -> dict[MailKind, type[Mail]]:
    """Return kind → dataclass in the order of `MailKind`. Every kind has exactly one, or nothing starts."""
    named = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    found = [mail for mail in dict.fromkeys(named) if issubclass(mail, Mail) and hasattr(mail, "facts")]
    kinds = [mail.facts.kind for mail in found]
    if sorted(kinds) != sorted(MailKind):
        wrong = {kind.value for kind in MailKind if kinds.count(kind) != 1}
        raise TypeError(f"exactly one dataclass for each kind of mail, please: {', '.join(sorted(wrong))}")
    by_kind = dict(zip(kinds, found, strict=True))
    return {kind: by_kind[kind] for kind in MailKind}


MAILS: Final = _mails_of((announcements, survey, cases, reminders, answers, results, measures, routine))

KIND_TITLES: Final = {kind: mail.facts.title for kind, mail in MAILS.items()}
LIST_KINDS: Final = frozenset(kind for kind, mail in MAILS.items() if mail.facts.carries_lists)
ANSWER_KINDS: Final = frozenset(kind for kind, mail in MAILS.items() if mail.facts.answer)

REMINDERS: Final = {kind: mail for kind, mail in MAILS.items() if issubclass(mail, MissingListsMail)}
if REMINDERS.keys() != REMINDER_KINDS:
    raise TypeError(f"not all reminders are named: {', '.join(sorted(REMINDERS.keys() ^ REMINDER_KINDS))}")
