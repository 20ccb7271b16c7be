"""What the checks of a database find: the object, what is wrong with it, and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that cannot be, for people: `Mail Nr. 3: angenommen, aber ohne Zeitpunkt. → …`; a `hint` does no harm by itself."""

    subject: str
    problem: str
    remedy: str
    hint: bool = False

    def __str__(self) -> str:
        return f"{self.subject}: {self.problem} → {self.remedy}"


RESTORE = "Eine Sicherung zurückspielen („ozg db restore“) oder Hilfe holen; von selbst entsteht das nicht."
