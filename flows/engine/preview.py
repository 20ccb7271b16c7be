"""A preview shows every mail a step would queue, as its readers would see it."""

import email
from collections.abc import Sequence
from email import policy
from email.message import EmailMessage

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.engine.html_as_markdown import escape, html_as_markdown
from flows.engine.rehearsal import artifact_key
from ozg_workflow.domain import german
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import QueuedMail, StepResult

SHOWN_WHOLE = 25  # mails; the others stand in the list only: an artifact is to be read by a person
FENCE = "~~~~~~"


def show_preview(ctx: Context, result: StepResult) -> None:
    """Show what a step would do: its lines, a list of the mails, and each mail with its text and its HTML version."""
    create_markdown_artifact(
        key=artifact_key(ctx, "vorschau"), markdown=preview_markdown(result), description="Was der Lauf täte, mit jeder Mail"
    )
    if result.mails:
        rows = [_row(mail) for mail in result.mails]
        create_table_artifact(key=artifact_key(ctx, "vorschau-mails"), table=rows, description="Mails, die entstünden")


def preview_sentence(total: StepResult, contexts: Sequence[Context]) -> str:
    """Return what the run of a preview ends with: how many mails would go, and where they are shown."""
    held = sum(mail.state == "held" for mail in total.mails)
    going = len(total.mails) - held
    words = german.count(going, "Mail würde", "Mails würden") if going else "keine Mail würde"
    stopped = f", {german.count(held, 'Mail würde', 'Mails würden')} angehalten" if held else ""
    where = ", ".join(artifact_key(ctx, "vorschau") for ctx in contexts)
    return f"Vorschau: {words} gehen{stopped}. Zu lesen unter „Artifacts“ ({where})."


def preview_markdown(result: StepResult) -> str:
    """Return the preview as Markdown."""
    mails = german.count(len(result.mails), "Mail", "Mails")
    blocks = [
        f"# Vorschau: {result.title}",
        f"**Es entstünden {mails}. Nichts wurde geändert, nichts versandt.**",
        "\n".join(f"- {escape(line)}" for line in result.lines),
        *(_mail(number, mail) for number, mail in enumerate(result.mails[:SHOWN_WHOLE], start=1)),
    ]
    if len(result.mails) > SHOWN_WHOLE:
        blocks.append(f"Gezeigt sind die ersten {SHOWN_WHOLE} Mails; alle stehen in der Tabelle „vorschau-mails“.")
    return "\n\n".join(block for block in blocks if block)


def _row(mail: QueuedMail) -> dict[str, str]:
    return {
        "An": ", ".join(mail.recipients),
        "Betreff": mail.subject,
        "Anhänge": ", ".join(mail.attachments) or "–",
        "Stand": "würde angehalten" if mail.state == "held" else "würde versandt",
    }


def _mail(number: int, mail: QueuedMail) -> str:
    head = [f"- **{name}:** {escape(value)}" for name, value in _row(mail).items()]
    message = email.message_from_bytes(mail.content, policy=policy.default)
    html, text = (_body(message, kind) for kind in ("html", "plain"))
    return "\n\n".join(
        [
            "---",
            f"## Mail {number}: {escape(mail.subject)}",
            "\n".join(head),
            "### So sieht sie aus",
            html_as_markdown(html),
            "### Textfassung",
            f"{FENCE}text\n{text.replace(FENCE, '')}\n{FENCE}",
        ]
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).strip() if part else ""
