"""What other weights would change, on the command line."""

from ozg_workflow.cli.output import print_json, print_table, say
from ozg_workflow.domain.results.weights.trial import Trial


def print_trial(rollout: str, trial: Trial, hints: tuple[str, ...], *, as_json: bool) -> None:
    """Print the comparison: the sentences, then a line for each service for which something would change."""
    if as_json:
        from ozg_workflow.report.trial.data import trial_json

        print_json(trial_json(rollout, trial, hints))
        return
    from ozg_workflow.report.trial.words import HEADER, trial_lines, trial_rows

    for line in (*(f"Hinweis: {hint}" for hint in hints), *trial_lines(trial)):
        say(line)
    if trial.changed:
        say("")
        print_table(HEADER, trial_rows(trial.changed), empty="")
