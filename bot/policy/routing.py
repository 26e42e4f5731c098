"""Which steps a request has by its service, and what each then waits for."""

from dataclasses import dataclass

from bot.policy.matrix import Condition, Kind, StepRule


@dataclass(frozen=True)
class Leg:
    """One step of a route; `needs` are the steps it waits for, bridged over those left out."""

    rule: StepRule
    needs: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.rule.key


def route(kind: Kind, service: str) -> tuple[Leg, ...]:
    """The steps that a request of this kind may have for this service, in topological order.

    A step that hangs on an earlier outcome belongs to it as long as one of the steps it asks can be there.
    """
    legs: dict[str, Leg] = {}
    bridges: dict[str, tuple[str, ...]] = {}
    for rule in kind.steps:
        needs = _bridged(rule.needs, legs, bridges)
        if _may_apply(rule.applies, service, set(legs)):
            legs[rule.key] = Leg(rule, needs)
        else:
            bridges[rule.key] = needs
    return tuple(legs.values())


def _bridged(
    needs: tuple[str, ...], legs: dict[str, Leg], bridges: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The needs that are there; for each that is not, what it waited for, unless implied already."""
    found = [need for need in needs if need in legs]
    implied = set(found).union(*(_before(need, legs) for need in found))
    for need in (each for gone in needs if gone not in legs for each in bridges[gone]):
        if need not in implied:
            found.append(need)
            implied |= {need} | _before(need, legs)
    return tuple(found)


def _before(key: str, legs: dict[str, Leg]) -> set[str]:
    needs = legs[key].needs
    return set(needs).union(*(_before(need, legs) for need in needs))


def _may_apply(condition: Condition | None, service: str, there: set[str]) -> bool:
    if condition is None:
        return True
    return condition.fits_service(service) and (
        not condition.any_of or not there.isdisjoint(condition.any_of)
    )
