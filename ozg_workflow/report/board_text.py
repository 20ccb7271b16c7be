"""Sentences and rows that the board paper and its slides share."""

from ozg_workflow.domain import german
from ozg_workflow.domain.results.comparison import Comparison
from ozg_workflow.domain.results.prioritisation import RankState
from ozg_workflow.report.board_data import BoardPaper
from ozg_workflow.report.comparison_sheet import totals
from ozg_workflow.report.labels import office_label, quadrant_title, ranked, share, span
from ozg_workflow.report.method import weight_share


def proposal(paper: BoardPaper) -> tuple[str, ...]:
    """Return the points of the decision the board is asked for."""
    waves = german.count(len(paper.waves), "Welle", "Wellen")
    aim = f"„{paper.target_level_title}“ bis zum {german.short_date(paper.target_on)}"
    blocked = (
        "lässt die rechtlich gesperrten Leistungen durch die zuständigen Ämter jährlich auf Änderungen der Rechtslage prüfen,"
    )
    return (
        "nimmt das Ergebnis der Datenerhebung und der Priorisierung zur Kenntnis,",
        f"beschließt die Umsetzung in {waves} mit dem Ziel {aim},",
        *((blocked,) if paper.counts.blocked else ()),
        "beauftragt die Ämter, fehlende Angaben nachzureichen und je Maßnahme eine verantwortliche Person zu benennen,",
        "beauftragt die OZG-Koordination, über den Stand der Umsetzung regelmäßig zu berichten.",
    )


def method_sentence(paper: BoardPaper) -> str:
    """Return in one sentence what the ranking rests on."""
    return (
        f"Die Rangfolge beruht auf {len(paper.plan.criteria)} Kriterien, deren Gewichte (Version {paper.plan.version}) "
        f"{german.join(paper.plan.agreed_by)} vereinbart haben."
    )


def weights_sentence(paper: BoardPaper) -> str:
    """Return the share of each criterion in one sentence."""
    shares = [f"{item.title} {weight_share(paper.plan, item)}" for item in paper.plan.weighted]
    return f"Gewichte: {german.join(shares)}."


def return_sentence(paper: BoardPaper) -> str:
    """Return in one sentence how many lists have come back."""
    sent = german.count(paper.lists, "Amtsliste", "Amtslisten")
    sentence = f"Von {sent} sind {paper.returned} zurückgekommen ({share(paper.returned, paper.lists)})."
    return f"{sentence} {comparison_sentence(paper.comparison)}" if paper.comparison else sentence


def comparison_sentence(found: Comparison) -> str:
    """Return in one sentence what has changed since the round before."""
    (title, before), _ = totals(found)
    return (
        f"In der vorigen Runde („{title}“) waren es {before.returned} von {before.lists}. "
        f"Bei {found.raised} von {found.comparable} vergleichbaren Leistungen ist die Stufe gestiegen, bei {found.lowered} gesunken."
    )


def top_rows(paper: BoardPaper, limit: int) -> list[tuple[str, ...]]:
    """Return rank, range, service, office, points and field of the best services; provisional ranks carry an asterisk."""
    return [
        (
            f"{score.rank}{'*' if score.state is RankState.INCOMPLETE else ''}",
            span(score.rank_low, score.rank_high),
            score.name,
            office_label(score.office, paper.office_names),
            german.number(score.score or 0, 1),
            quadrant_title(score.quadrant),
        )
        for score in ranked(paper.scores)[:limit]
    ]


def wave_rows(paper: BoardPaper) -> list[tuple[str, ...]]:
    """Return title, period, number of services and examples of each wave."""
    return [
        (
            wave.title,
            f"{german.short_date(wave.starts_on)} – {german.short_date(wave.ends_on)}",
            german.number(wave.count),
            ", ".join(wave.examples) or "–",
        )
        for wave in paper.waves
    ]
