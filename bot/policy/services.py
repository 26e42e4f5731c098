"""services.yaml: what the branch sells and cares for, and how weighty each service is."""

from typing import Annotated, Literal

from pydantic import model_validator

from bot.policy.teams import keyed
from bot.policy.text import Frozen, Id, Text
from models.enums import AssuranceLevel, Grade

Weight = Literal["high", "medium", "low"]


class Family(Frozen):
    """A group of services: access, overlay, or a network in the support office's care [S]."""

    id: Id
    name: Text


class ServiceRule(Frozen):
    """One service: `teams` are the specialties it needs, `aliases` the words staff use for it."""

    id: Id
    name: Text
    family: Id
    weight: Weight
    teams: tuple[Id, ...]
    aliases: tuple[str, ...] = ()


class ServicesFile(Frozen):
    """The whole of services.yaml."""

    families: Annotated[dict[Id, Family], keyed()]
    services: Annotated[dict[Id, ServiceRule], keyed()]
    assurance: dict[Grade, dict[Weight, AssuranceLevel]]

    @model_validator(mode="after")
    def _assurance_is_complete(self) -> "ServicesFile":
        weights: tuple[Weight, ...] = ("high", "medium", "low")
        missing = [f"{g}.{w}" for g in Grade for w in weights if w not in self.assurance.get(g, {})]
        if missing:
            raise ValueError(f"assurance has no level for: {', '.join(missing)}")
        return self
