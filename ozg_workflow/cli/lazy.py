"""A group whose commands are loaded when they are called: the help, the completion and a wrong name need the table only."""

from importlib import import_module
from typing import Any

import typer

from ozg_workflow.cli.german import GermanCommand, GermanGroup, GermanTyper
from ozg_workflow.cli.table import COMMANDS, CommandRow


class Waiting(GermanCommand):
    """What stands for a command of the table that is not loaded."""

    def __init__(self, row: CommandRow) -> None:
        super().__init__(row.name, help=row.help, rich_help_panel=row.panel)
        self.row = row


class LazyGroup(GermanGroup):
    """The commands of the table."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for row in COMMANDS:
            self.add_command(Waiting(row))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that is called, loaded, and what is left of the arguments."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(command.row) if isinstance(command, Waiting) else command, rest


def load(row: CommandRow) -> Any:
    """Return a command or group of the table with its options; its module is imported now."""
    module, _, name = row.place.partition(":")
    found: Any = getattr(import_module(f"ozg_workflow.cli.{module}"), name)
    if isinstance(found, typer.Typer):
        group = typer.main.get_group(found)
        group.name, group.help = row.name, row.help
        return group
    alone = GermanTyper(add_completion=False)  # `ozg` has it
    alone.command(row.name, help=row.help)(found)
    command: Any = typer.main.get_command(alone)  # of one command it is the command itself
    return command
