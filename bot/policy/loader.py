"""From policies/*.yaml, or from the documents kept in the database, to one checked Policy."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.policy.calendars import CalendarsFile, build_calendar
from bot.policy.complaints import complaints
from bot.policy.documents import Document
from bot.policy.errors import PolicyError, PolicyErrors, suggest
from bot.policy.escalation import EscalationPolicy
from bot.policy.limits import check_limits, check_targets
from bot.policy.matrix import Condition, Kind, MatrixFile
from bot.policy.references import Known, check_escalation, check_matrix, check_services, check_sla
from bot.policy.schema import Policy
from bot.policy.services import ServiceRule, ServicesFile
from bot.policy.shared import take_shared
from bot.policy.sla import SlaPolicy
from bot.policy.teams import TeamsFile
from bot.worktime import BusinessCalendar

FILES: dict[str, type[BaseModel]] = {
    "teams.yaml": TeamsFile,
    "services.yaml": ServicesFile,
    "matrix.yaml": MatrixFile,
    "calendars.yaml": CalendarsFile,
    "sla.yaml": SlaPolicy,
    "escalation.yaml": EscalationPolicy,
}


def load_policy(folder: Path) -> Policy:
    """The policy in that folder. Raises PolicyErrors with every mistake that was found."""
    documents, errors = {}, []
    for path in sorted(folder.glob("*.yaml")):
        try:
            documents[path.name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            errors.append(PolicyError(path.name, 1, "-", f"cannot be read: {error}", "save it as UTF-8 text"))
    if errors:
        raise PolicyErrors(errors)
    return policy_from_documents(documents)


def policy_from_documents(documents: Mapping[str, str]) -> Policy:
    """The policy of these files (name → text), as kept with every version. Raises PolicyErrors."""
    names = {*FILES, *documents}
    errors = [_misplaced(name, documents) for name in names if name not in FILES or name not in documents]
    parsed = {name: Document(name, documents[name]) for name in FILES if name in documents}
    errors += [error for document in parsed.values() for error in document.errors]
    models = {
        name: _model(document, errors) for name, document in parsed.items() if document.data is not None
    }
    calendars = _calendars(models.get("calendars.yaml"))
    errors += _cross_checks(parsed, models, calendars)
    if errors:
        raise PolicyErrors(errors)
    return _policy(documents, models, calendars)


def version_of(documents: Mapping[str, str]) -> str:
    """12 hex digits that change with any word of any file."""
    digest = sha256()
    for name in sorted(documents):
        digest.update(f"{name}\0{documents[name]}\0".encode())
    return digest.hexdigest()[:12]


def _misplaced(name: str, documents: Mapping[str, str]) -> PolicyError:
    if name in FILES:
        return PolicyError(name, 1, "-", "the file is missing", "docs/policies.md says what belongs in it")
    return PolicyError(
        name, 1, "-", "no policy file has this name", suggest(name, FILES.keys() - documents.keys())
    )


def _model(document: Document, errors: list[PolicyError]) -> Any:
    model = FILES[document.name]
    data = take_shared(document.data) if model is MatrixFile else document.data
    try:
        return model.model_validate(data)
    except ValidationError as error:
        errors += complaints(document, model, error)
        return None


def _calendars(file: CalendarsFile | None) -> dict[str, BusinessCalendar]:
    return {name: build_calendar(name, spec) for name, spec in file.calendars.items()} if file else {}


def _cross_checks(
    parsed: Mapping[str, Document], models: Mapping[str, Any], calendars: Mapping[str, BusinessCalendar]
) -> Iterable[PolicyError]:
    teams, services, matrix, sla, escalation = (
        models.get(f"{name}.yaml") for name in ("teams", "services", "matrix", "sla", "escalation")
    )
    known = Known(
        teams=frozenset(teams.teams) if teams else None,
        services=frozenset(services.services) if services else None,
        families=frozenset(services.families) if services else None,
        kinds=frozenset(matrix.kinds) if matrix else None,
        calendars=frozenset(calendars) if calendars else None,
    )
    if services:
        yield from check_services(parsed["services.yaml"], services, known)
    astray = list(check_matrix(parsed["matrix.yaml"], matrix, known)) if matrix else []
    yield from astray
    if sla:
        yield from check_sla(parsed["sla.yaml"], sla, known)
        yield from check_targets(parsed["sla.yaml"], sla)
    if escalation:
        yield from check_escalation(parsed["escalation.yaml"], escalation, known)
    if sla and services and matrix and not astray:  # paths need steps that are there
        kinds = _kinds(matrix, services.services)
        yield from check_limits(parsed["sla.yaml"], sla, kinds, calendars)


def _policy(
    documents: Mapping[str, str], models: Mapping[str, Any], calendars: dict[str, BusinessCalendar]
) -> Policy:
    teams: TeamsFile = models["teams.yaml"]
    services: ServicesFile = models["services.yaml"]
    return Policy(
        version=version_of(documents),
        documents=dict(documents),
        teams=teams.teams,
        managers=teams.managers,
        permissions=teams.permissions,
        families=services.families,
        services=services.services,
        assurance=services.assurance,
        kinds=_kinds(models["matrix.yaml"], services.services),
        calendars=calendars,
        sla=models["sla.yaml"],
        escalation=models["escalation.yaml"],
    )


def _kinds(matrix: MatrixFile, services: Mapping[str, ServiceRule]) -> dict[str, Kind]:
    """The kinds with every `specialty` spelt out as the services that need it."""
    return {id: _with_services(kind, services) for id, kind in matrix.kinds.items()}


def _with_services(kind: Kind, services: Mapping[str, ServiceRule]) -> Kind:
    def spelt_out(condition: Condition | None) -> Condition | None:
        if condition is None or condition.specialty is None:
            return condition
        needing = tuple(id for id, rule in services.items() if condition.specialty in rule.teams)
        both = tuple(id for id in needing if not condition.services or id in condition.services)
        return condition.model_copy(update={"services": both})

    steps = tuple(step.model_copy(update={"applies": spelt_out(step.applies)}) for step in kind.steps)
    return kind.model_copy(update={"steps": steps})
