"""The use cases that change state: where each one starts, and its command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email import policy
from email.message import EmailMessage

from sqlalchemy import select, update

from ozg_workflow.database.models import Incoming, Milestone, ResponsibilityCase
from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.demo.everyday import absence_note
from ozg_workflow.demo.letters import read_letter as read_demo_letter
from tests.faults.smtp_server import Fault, Stage
from tests.faults.world import World
from tests.usecases.town import SENDER, Letter, fill, not_ours, read_letter

WESSLING = "wessling@bielefeld.example"  # somebody who heads nothing

Command = tuple[str, ...] | Callable[[World], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A command that changes state, where it starts, and when. Every run of it adds lines with the verbs `repeated` to the audit log."""

    name: str
    world: str
    at: str
    command: Command
    repeated: frozenset[str] = frozenset()

    def arguments(self, world: World) -> tuple[str, ...]:
        return self.command(world) if callable(self.command) else self.command


# --- the states of the town from which the commands start ------------------------------------------------------------


def blank(world: World) -> None:
    world.begin()


def prepared(world: World) -> None:
    world.ozg("prepare", at="2020-03-16 07:00")


def waiting(world: World) -> None:
    """Four mails are in the outbox."""
    for key in ("info-personalrat", "info-beschaeftigte"):
        world.ozg("announce", "--milestone", key, "--no-deliver", at="2020-03-20 07:00")
    world.ozg("send-lists", "--no-deliver", at="2020-03-25 07:00")


def troubled(world: World) -> None:
    """One mail is refused, one unknown, one waits, others are held."""
    world.smtp.fail(Stage.MAIL, Fault.FINAL)
    world.ozg("announce", "--milestone", "info-personalrat", at="2020-03-20 07:00")
    world.smtp.fail(Stage.DOT, Fault.DROP)
    world.ozg("announce", "--milestone", "info-beschaeftigte", at="2020-03-20 07:00")
    world.ozg(
        "announce", "--milestone", "info-leitungen", "--no-deliver", at="2020-03-20 07:00", OZG_RECIPIENTS="*@nirgends.example"
    )
    world.ozg("send-lists", "--no-deliver", at="2020-03-25 07:00")


def sent(world: World) -> None:
    world.ozg("send-lists", at="2020-03-25 07:00")


def written_to(world: World) -> None:
    """A list with a wrong cell, one with a refused row, a Fehlanzeige, one from a stranger, a bounce, an absence note, a question."""
    letters = world.letters()
    notice = bounce_for(world.smtp.taken[0].content, letters[0].to[0], reporter="mx.bielefeld.example")
    world.drop(answer(letters, "33", {2: {"Fallzahl pro Jahr": "viele"}}))
    world.drop(answer(letters, "50", {2: not_ours("Amt 34")}))
    world.drop(answer(letters, "10", nil="ja"))
    world.drop(answer(letters, "20", sender="grothe@privat.example"))
    world.drop(notice)
    world.drop(bytes(absence_note(read_demo_letter(world.smtp.taken[1].content), date(2020, 4, 6))))
    world.drop(mail({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))


def collected(world: World) -> None:
    """The mails are read; a case is open (its office was not named), two mails are in the quarantine."""
    letters = [read_letter(content) for content in world.sent_contents]
    world.drop(answer(letters, "34", {1: not_ours()}))
    world.ozg("collect", at="2020-04-06 07:00")


def told(world: World) -> None:
    """An office wrote a text beside its list, which a person has to read."""
    letters = [read_letter(content) for content in world.sent_contents]
    words = "Anbei unsere Liste. Ab Mai ist Frau Wessling zuständig."
    world.drop(answer(letters, "50", sender=WESSLING, text=words))
    world.ozg("collect", at="2020-04-06 07:10")


def heard(world: World) -> None:
    """A person has read that text: nothing about its sender is open any more."""
    world.ozg(*on_incoming("done", WESSLING)(world), at="2020-04-06 07:20")


def invited(world: World) -> None:
    world.ozg("announce", at="2020-03-26 07:00")


def backed_up(world: World) -> None:
    """Four mails waited in the outbox when the backup was made; nothing but the backup is left."""
    world.ozg("db", "backup", str(world.home / BACKUP), at="2020-03-25 07:00")
    world.empty_database()


def answered(world: World) -> None:
    letters = [read_letter(content) for content in world.sent_contents]
    world.drop(answer(letters, "20"))
    world.drop(answer(letters, "33", {1: {"Fallzahl pro Jahr": 30000}, 2: {"Stufe heute": 4}}))
    world.drop(answer(letters, "34"))
    world.drop(answer(letters, "50"))
    world.ozg("collect", at="2020-05-14 07:00")


def closed(world: World) -> None:
    world.ozg("round", "close", at="2020-05-20 07:00")


def evaluated(world: World) -> None:
    world.ozg("evaluate", at="2020-06-02 07:00")


def drafted(world: World) -> None:
    world.ozg("present", at="2020-07-01 07:00")


def released(world: World) -> None:
    world.ozg("board", "release", "--yes", at="2020-07-02 07:00")


def decided(world: World) -> None:
    world.ozg("board", "accept", at="2020-07-03 07:00")


def started(world: World) -> None:
    world.ozg("start-implementation", at="2020-09-01 07:00")


def finished(world: World) -> None:
    """The rollout has been over for years."""
    world.ozg("report-completion", at="2022-12-30 07:00")
    with world.session() as session:
        session.execute(update(Milestone).where(Milestone.key == "abschluss").values(state="done", done_at=moment("2022-12-30")))
        session.commit()


WORLDS: dict[str, tuple[str, Callable[[World], None]]] = {
    "blank": ("", blank),
    "prepared": ("blank", prepared),
    "waiting": ("prepared", waiting),
    "troubled": ("prepared", troubled),
    "sent": ("prepared", sent),
    "written to": ("sent", written_to),
    "collected": ("written to", collected),
    "told": ("collected", told),
    "heard": ("told", heard),
    "invited": ("sent", invited),
    "backed up": ("waiting", backed_up),
    "answered": ("sent", answered),
    "closed": ("answered", closed),
    "evaluated": ("answered", evaluated),
    "drafted": ("evaluated", drafted),
    "released": ("drafted", released),
    "decided": ("released", decided),
    "started": ("decided", started),
    "finished": ("started", finished),
}


def moment(day: str) -> object:
    from datetime import datetime

    from tests.faults.world import BERLIN

    return datetime.fromisoformat(day).replace(hour=9, tzinfo=BERLIN)


def load(world: World, name: str) -> None:
    """Bring the town into a state; it is made once."""
    if name not in world.saved:
        parent, build = WORLDS[name]
        if parent:
            load(world, parent)
        world.smtp.taken[:] = world.taken_in.get(parent, [])
        build(world)
        world.smtp.wait_until_idle()
        world.taken_in[name] = list(world.smtp.taken)
        if name == "sent":
            world.sent_contents = [m.content for m in world.smtp.taken]
        world.save(name)
    world.load(name)


# --- mails -----------------------------------------------------------------------------------------------------------


def answer(
    letters: list[Letter], office: str, changes: object = (), *, sender: str = "", text: str = "", **filling: object
) -> bytes:
    """Fill in the list an office really got and send it back."""
    start = f"OZG-Amtsliste_{office}_"
    letter, name = next((each, n) for each in letters for n in each.attachments if n.startswith(start) and n.endswith("_v1.xlsx"))
    filled = fill(letter.attachments[name], dict(changes), **filling)  # type: ignore[call-overload]
    return mail({name: filled}, sender=sender or f"amt{office}@bielefeld.example", in_reply_to=letter.header_id, text=text)


def mail(
    files: dict[str, bytes], *, sender: str, subject: str = "AW: Amtslisten", in_reply_to: str = "", text: str = ""
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, SENDER, subject
    message["Date"] = "Mon, 06 Apr 2020 08:00:00 +0200"
    message["Message-ID"] = f"<{abs(hash((sender, subject, *files)))}@bielefeld.example>"
    if in_reply_to:
        message["In-Reply-To"] = in_reply_to
    message.set_content(f"{text or 'Anbei unsere Liste.'}\n")
    for name, content in files.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes(policy=policy.SMTP)


# --- the commands ----------------------------------------------------------------------------------------------------


def on_mail(verb: str, state: str, *options: str) -> Callable[[World], tuple[str, ...]]:
    """`ozg mail VERB NR` on the first mail in a state."""
    return lambda world: ("mail", verb, world.message(state), *options)


def on_incoming(verb: str, sender: str, *options: str) -> Callable[[World], tuple[str, ...]]:
    """`ozg inbox VERB NR` on the mail of a sender."""

    def command(world: World) -> tuple[str, ...]:
        with world.session() as session:
            number = session.scalar(select(Incoming.id).where(Incoming.sender == sender).order_by(Incoming.id).limit(1))
        return ("inbox", verb, str(number), *options)

    return command


def open_case(world: World) -> tuple[str, ...]:
    with world.session() as session:
        number = session.scalar(select(ResponsibilityCase.id).where(ResponsibilityCase.state == "open"))
    return ("case", "decide", str(number), "--office", "33")


BACKUP = "sicherung.ozgdb"
REPEATED = {"inbox retry": frozenset({"mail_retried", "quarantined"}), "inbox assign": frozenset({"mail_assigned"})}
SCENARIOS = tuple(
    Scenario(name=name, world=world, at=f"{day} 07:30", command=command, repeated=REPEATED.get(name, frozenset()))
    for name, world, day, command in (
        ("prepare", "blank", "2020-03-16", ("prepare",)),
        ("db upgrade", "blank", "2020-03-16", ("db", "upgrade")),
        ("announce", "prepared", "2020-03-20", ("announce",)),
        ("send-lists", "prepared", "2020-03-25", ("send-lists",)),
        ("milestone done", "prepared", "2020-03-17", ("milestone", "done", "konzept")),
        ("deliver", "waiting", "2020-03-25", ("deliver",)),
        ("mail release", "troubled", "2020-03-25", on_mail("release", "held")),
        ("mail retry", "troubled", "2020-03-25", on_mail("retry", "refused")),
        ("mail cancel", "troubled", "2020-03-25", on_mail("cancel", "queued")),
        ("mail settle --sent", "troubled", "2020-03-25", on_mail("settle", "unknown", "--sent")),
        ("mail settle --resend", "troubled", "2020-03-25", on_mail("settle", "unknown", "--resend")),
        ("collect", "written to", "2020-04-06", ("collect",)),
        ("run-day", "written to", "2020-04-06", ("run-day",)),
        ("case decide", "collected", "2020-04-06", open_case),
        ("inbox assign", "collected", "2020-04-06", on_incoming("assign", "grothe@privat.example")),
        ("inbox retry", "collected", "2020-04-06", on_incoming("retry", "grothe@privat.example")),
        ("inbox dismiss", "collected", "2020-04-06", on_incoming("dismiss", "krueger@bielefeld.example", "--note", "geklärt")),
        ("inbox done", "told", "2020-04-06", on_incoming("done", WESSLING, "--note", "weitergegeben")),
        (
            "answers correct",
            "collected",
            "2020-04-06",
            ("answers", "correct", "34", "L5", "case_volume", "900", "--source", "Telefonat"),
        ),
        ("remind", "collected", "2020-05-13", ("remind",)),
        ("case decide --all-proposed", "collected", "2020-04-06", ("case", "decide", "--all-proposed")),
        ("milestone move (event)", "invited", "2020-03-27", ("milestone", "move", "infoveranstaltung-1", "2020-04-03")),
        ("milestone move (deadline)", "collected", "2020-04-06", ("milestone", "move", "frist-ruecksendung", "2020-05-29")),
        ("lists extend", "collected", "2020-04-20", ("lists", "extend", "33", "2020-06-05")),
        ("round close", "collected", "2020-05-20", ("round", "close")),
        ("round open", "closed", "2020-10-01", ("round", "open", "--due", "2020-11-13")),
        ("db restore", "backed up", "2020-03-25", lambda world: ("db", "restore", str(world.home / BACKUP), "--send-rest")),
        ("evaluate", "answered", "2020-06-02", ("evaluate",)),
        ("present", "evaluated", "2020-07-01", ("present",)),
        ("board release", "drafted", "2020-07-02", ("board", "release", "--yes")),
        ("board accept", "released", "2020-07-03", ("board", "accept")),
        ("start-implementation", "decided", "2020-09-01", ("start-implementation",)),
        ("track", "started", "2021-03-01", ("track",)),
        ("report-completion", "started", "2022-12-30", ("report-completion",)),
        ("privacy erase", "heard", "2020-04-07", ("privacy", "erase", WESSLING)),
        ("db purge", "finished", "2030-01-02", ("db", "purge", "--yes")),
    )
)
