"""A flow with a form: what a person chose or typed is understood, or refused with one German sentence."""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Annotated, Any, Literal, ParamSpec, TypeVar, get_args, get_origin

from prefect import Flow, flow
from prefect.client.schemas.objects import State
from pydantic import Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from flows.engine.parameters import CHOICE, REQUIRED
from flows.engine.plain_failures import refused, without_tracebacks
from flows.engine.rehearsal import left_out_by_the_calendar, require_rehearsal
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.cockpit.choices import key_of

P = ParamSpec("P")
R = TypeVar("R")
MISSING = inspect.Parameter.empty
PREVIEW = "preview"  # on by default in forms; what the calendar starts is meant


def form_flow(
    *, name: str, description: str, flow_run_name: Callable[[], str] | None = None
) -> "Callable[[Callable[P, State[R]]], Flow[P, State[R]]]":
    """Make a flow of a function whose parameters are `Annotated[type, titled(…)]`.

    Prefect would answer a wrong value with an English traceback, so it does not check them; we do, before the function is called.
    """

    def decorate(function: "Callable[P, State[R]]") -> "Flow[P, State[R]]":
        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> "State[R]":
            without_tracebacks()
            try:
                given = inspect.signature(function).bind_partial(*args, **kwargs).arguments
                if given.get("today"):
                    require_rehearsal()
                if left_out_by_the_calendar(PREVIEW):
                    given[PREVIEW] = False
                values = read_form(function, given)
            except InputError as error:
                return refused(error)
            return function(**values)  # type: ignore[call-arg]  # exactly the function's own parameters

        # without a default, a field left empty would end the run with a traceback before anything of ours is called
        checked.__signature__ = _all_optional(function)  # type: ignore[attr-defined]
        return flow(name=name, description=description, flow_run_name=flow_run_name, validate_parameters=False)(checked)

    return decorate


def _all_optional(function: Callable[..., Any]) -> inspect.Signature:
    """Return the signature for Prefect: what must be filled in is marked in the form and otherwise None."""
    signature = inspect.signature(function, eval_str=True)
    return signature.replace(parameters=[_optional(parameter) for parameter in signature.parameters.values()])


def _optional(parameter: inspect.Parameter) -> inspect.Parameter:
    if parameter.default is not MISSING:
        return parameter
    field = Field(json_schema_extra=_extra(parameter) | {REQUIRED: True})
    return parameter.replace(default=None, annotation=Annotated[get_args(parameter.annotation)[0], field])


def read_form(function: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values for the parameters of `function`. Raises InputError naming the field.

    An option `33 – Bürgeramt [stadt]` of a drop-down stands for its key; where no rollout is chosen, the one it names counts.
    """
    parameters = inspect.signature(function, eval_str=True).parameters
    values = {key: _value(parameter, given.get(key, MISSING)) for key, parameter in parameters.items()}
    chosen = (given.get(key) for key, parameter in parameters.items() if _is_choice(parameter))
    options = [option for choice in chosen for option in (choice if isinstance(choice, list) else [choice])]
    named = {key_of(option)[1] for option in options if isinstance(option, str)} - {""}
    return values | ({"rollout": named.pop()} if len(named) == 1 and not values.get("rollout") else {})


def _value(parameter: inspect.Parameter, given: Any) -> Any:
    wanted = get_args(parameter.annotation)[0]
    if given is MISSING or given in (None, ""):
        given = parameter.default
    if given is MISSING:
        raise InputError(f"„{_title(parameter)}“ ist nicht ausgefüllt.")
    if _is_choice(parameter):
        given = _keys(given)
    try:
        return TypeAdapter(wanted).validate_python(given)
    except ValidationError:
        raise InputError(f"„{_title(parameter)}“: „{given}“ ist {_expected(wanted)}.") from None


def _keys(given: Any) -> Any:
    """Return what the options of a drop-down, or one of several, stand for."""
    if isinstance(given, list):
        return [_keys(option) for option in given]
    return key_of(given)[0] if isinstance(given, str) else given


def _expected(wanted: Any) -> str:
    """Return what a refused value is not."""
    if get_origin(wanted) is Literal:
        return f"nicht möglich; zur Wahl stehen: {', '.join(map(str, get_args(wanted)))}"
    if get_origin(wanted) is list:
        return "keine Auswahl aus der Liste"
    words = {date: "kein Datum (JJJJ-MM-TT)", int: "keine Nummer", bool: "weder ja noch nein"}
    return next((text for type_, text in words.items() if type_ in (wanted, *get_args(wanted))), "kein Text")


def _title(parameter: inspect.Parameter) -> str:
    return str(_extra(parameter)["title"])


def _is_choice(parameter: inspect.Parameter) -> bool:
    return CHOICE in _extra(parameter)


def _extra(parameter: inspect.Parameter) -> dict[str, Any]:
    """Return the title, the help text and the choice a parameter was annotated with by `titled`."""
    field: FieldInfo = get_args(parameter.annotation)[1]
    return dict(field.json_schema_extra) if isinstance(field.json_schema_extra, dict) else {}
