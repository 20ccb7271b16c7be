"""Numbers of mails as people write them."""

import re

from ozg_workflow.domain.errors import InputError

MOST = 10_000


def read_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of `3, 5-9`, in order and each once; empty for an empty text. Raises InputError for anything else."""
    found: dict[int, None] = {}
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text.strip()))):
        matched = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", part)
        if not matched:
            raise InputError(f"„{part}“ ist keine Nummer einer Mail; erwartet wird z. B. „3, 5-9“.")
        first, last = int(matched[1]), int(matched[2] or matched[1])
        if not first <= last < first + MOST:
            raise InputError(f"„{part}“ ist kein Bereich von Nummern; erwartet wird z. B. „5-9“.")
        found |= dict.fromkeys(range(first, last + 1))
    return tuple(found)
