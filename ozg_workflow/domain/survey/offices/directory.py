"""The offices a text may mean."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOffice:
    """An office with the other names people use for it; `in_force` is false before its first and after its last day.

    `successor` is the number of the office that has taken it over: who names the old one means it.
    """

    number: str
    name: str
    aliases: tuple[str, ...] = ()
    in_force: bool = True
    successor: str = ""

    @property
    def title(self) -> str:
        """`Amt 33 – Einwohner- und Meldeamt`."""
        return f"Amt {self.number} – {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDirectory:
    """All offices of a city, those of the past included; `city` is its name, which may stand beside an office."""

    offices: tuple[KnownOffice, ...]
    city: str = ""

    def __getitem__(self, number: str) -> KnownOffice:
        """Return the office with this number. Raises KeyError."""
        for office in self.offices:
            if office.number == number:
                return office
        raise KeyError(number)

    def meant(self, number: str) -> str:
        """Return the number of the office that is meant by one: itself, or the one that has taken it over."""
        return self[number].successor or number

    def with_former_names(self) -> "OfficeDirectory":
        """Return the directory of today with the offices that others have taken over: their numbers and names mean those."""
        today = {o.number for o in self.offices if o.in_force}
        known = tuple(o for o in self.offices if o.in_force or o.successor in today)
        return OfficeDirectory(offices=known, city=self.city)

    def in_force(self) -> "OfficeDirectory":
        """Return the directory without the offices of the past."""
        return OfficeDirectory(offices=tuple(o for o in self.offices if o.in_force), city=self.city)
