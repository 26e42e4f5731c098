"""The words that rows, policies and view-models share."""

from enum import StrEnum


class Grade(StrEnum):
    """Customer service grade 客户服务等级, best first; `key` 重点保障级 stands above diamond [S]."""

    KEY = "key"
    DIAMOND = "diamond"
    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"


class AssuranceLevel(StrEnum):
    """Service assurance level 业务保障等级, from the customer's grade and the service's weight [S]."""

    AAA = "AAA"
    AA = "AA"
    A = "A"
    NORMAL = "normal"


class Reach(StrEnum):
    """How far a service reaches 覆盖范围, the nearest first; limits may depend on it [P]."""

    IN_CITY = "in_city"
    ACROSS_CITIES = "across_cities"
    ACROSS_PROVINCES = "across_provinces"


class Stage(StrEnum):
    """The stages of a request's course [S]."""

    PRE_SALE = "pre_sale"
    IN_SALE = "in_sale"
    AFTER_SALE = "after_sale"


class RequestState(StrEnum):
    """`open` until it ends; `declined` is an end that the course itself provides for [S]."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class StepState(StrEnum):
    """`waiting` for other steps; `ready` for somebody to accept; `returned` waits for the asker's answer;
    `void`: done again since, or resting on an answer that was."""

    WAITING = "waiting"
    READY = "ready"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    DONE = "done"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    VOID = "void"


class Measured(StrEnum):
    """What a clock measures: the whole request (the customer's clock), a step, or a question's answer."""

    REQUEST = "request"
    STEP = "step"
    QUESTION = "question"


class PauseCause(StrEnum):
    """Why a clock is paused: for a reason of its own, with the whole request, or while a question is out."""

    OWN = "own"
    REQUEST = "request"
    QUESTION = "question"


AT_WORK = (StepState.READY, StepState.ACCEPTED, StepState.RETURNED)
"""The states in which a team has the step before it."""

ENDED = (StepState.DONE, StepState.SKIPPED, StepState.CANCELLED, StepState.VOID)
"""The states that a step does not leave by itself."""


class Role(StrEnum):
    """What a person may be besides a member of a team."""

    MEMBER = "member"
    LEAD = "lead"
    MANAGER = "manager"
