"""Under whose name this browser fills in the forms: told once, kept by the browser, changed in every form."""

from starlette.responses import RedirectResponse, Response

from ozg_workflow.web.people import A_YEAR, COOKIE, as_cookie
from ozg_workflow.web.room import NotThereError, Visit

OWN = ("same-origin", "none")  # what Sec-Fetch-Site says of a link on our own page, and of an address that was typed


def show_person(visit: Visit) -> Response:
    """Show the people of the rollout; with `?name=…` keep the name and go back to the overview."""
    name = visit.asked("name")
    if not name:
        return visit.page("person.html.j2", "Wer bearbeitet", people=visit.people)
    if name not in visit.people:
        raise NotThereError(f"„{name[:100]}“ gehört nicht zu diesem Rollout. Vorhanden: {', '.join(visit.people) or 'niemand'}.")
    answer = RedirectResponse(visit.path(), 303)
    if visit.request.headers.get("sec-fetch-site", OWN[0]) in OWN:  # no other page changes whose name stands here
        secure = visit.request.url.scheme == "https"
        answer.set_cookie(COOKIE, as_cookie(name), A_YEAR, path=visit.path(), httponly=True, samesite="strict", secure=secure)
    return answer
