"""Show a mail as a department would get it, without sending anything."""

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.registry import KIND_TITLES, MAILS
from ozg_workflow.mail.write.templates import RenderedMail
from ozg_workflow.usecases.outbox.queue_mail import base_values
from ozg_workflow.usecases.step.context import Context


def preview_mail(ctx: Context, kind: str, department: str | None = None) -> RenderedMail:
    """Render one mail with sample values and the real city, contacts and department. Raises InputError for unknown names."""
    if kind not in set(MailKind):
        names = "\n".join(f"  {k:<28} {KIND_TITLES[k]}" for k in MailKind)
        raise InputError(f"Die Mail „{kind}“ gibt es nicht. Möglich sind:\n{names}")
    with ctx.reading() as work:
        values = {**MAILS[MailKind(kind)].sample().values(), **base_values(work, "OZG-Muster")}
        if department is not None:
            known = work.directory.departments
            if department not in known:
                raise InputError(f"Das Dezernat „{department}“ gibt es nicht. Vorhanden: {', '.join(sorted(known))}.")
            chosen = {"department_title": known[department].title, "head_name": known[department].head_name}
            values.update({name: value for name, value in chosen.items() if name in values})
    return ctx.templates().render(MailKind(kind), values)
