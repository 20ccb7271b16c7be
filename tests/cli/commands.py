"""All commands as the program has them, and what each of them is: whoever adds one says so here."""

from typing import Any

from ozg_workflow.cli.app import build
from ozg_workflow.cli.lazy import load

NR, DAY = ("1",), ("2020-06-12",)
# mail goes out by these; what stands behind is enough to call them
STEPS: dict[str, tuple[str, ...]] = dict.fromkeys(
    (
        "announce",
        "send-lists",
        "collect",
        "present",
        "start-implementation",
        "track",
        "report-completion",
        "deliver",
        "run-day",
    ),
    (),
)
DECIDE_AND_MAIL: dict[str, tuple[str, ...]] = {
    "case decide": (*NR, "--office", "33"),
    "case reopen": (*NR, "--note", "Amt 34 hat sich gemeldet"),
    "inbox retry": NR,
    "inbox assign": NR,
    "inbox adopt": NR,
    "lists extend": ("33", *DAY),
    "mail release": ("--all",),
    "mail resume": (),
    "mail retry": NR,
    "mail settle": (*NR, "--resend"),
    "milestone move": ("ruecksendung", *DAY),
    "remind": ("--office", "33"),
    "answers correct": ("33", "L001", "online", "ja", "--source", "Telefonat"),
    "round open": ("--due", *DAY),
    "board release": (),
}
DECIDE = {
    "prepare",
    "import catalogue",
    "import portal",
    "inbox dismiss",
    "inbox done",
    "mail cancel",
    "milestone done",
    "round close",
    "round reopen",
    "db purge",
    "db restore",
    "answers export",
    "measures set",
    "measures plan",
    "measures import",
    "board accept",
    "board import",
    "privacy erase",
    "privacy export",
    "user add",
    "user remove",
}
NEITHER = {
    "init",
    "check",
    "demo",
    "serve",
    "preview",
    "board export",
    "evaluate",
    "status",
    "health",
    "audit",
    "audit prove",
    "audit verify",
    "privacy report",
    "milestone list",
    "mail list",
    "mail show",
    "inbox list",
    "inbox show",
    "case list",
    "lists export",
    "round list",
    "office show",
    "answers list",
    "answers history",
    "measures list",
    "measures show",
    "measures export",
    "db upgrade",
    "db backup",
    "db check",
    "user list",
}
MAIL = STEPS | DECIDE_AND_MAIL


def commands() -> dict[str, set[str]]:
    """Return the options of every command by its name."""
    found: dict[str, set[str]] = {}
    root = build()
    for name, waiting in root.commands.items():
        command: Any = load(waiting.row)
        inner = dict(getattr(command, "commands", {}))
        if not inner or command.invoke_without_command:
            inner[""] = command  # a command, or a group that does something when it is called alone
        for part, one in inner.items():
            found[f"{name} {part}".strip()] = {option for parameter in one.params for option in parameter.opts}
    return found
