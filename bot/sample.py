"""The sample branch at work: a few requests in different states, made by the bot's own verbs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from bot.coordination.course import steps_of
from bot.coordination.hands import hand_over_step
from bot.coordination.opening import OpenRequest, open_request
from bot.coordination.returns import return_step
from bot.coordination.steps import accept_step, finish_step
from bot.events import Event
from bot.office import Office
from bot.registry import import_customers, read_customers
from bot.unit_of_work import UnitOfWork, unit_of_work
from bot.worktime import BusinessCalendar
from models import Customer, Request, Step
from models.enums import AT_WORK, RequestState


class Story:
    """People acting one after the other at given hours of the last working days."""

    def __init__(self, office: Office, now: datetime) -> None:
        self._office = office
        self._days = _last_working_days(office.branch.office_calendar, now, 3)
        self._now = now
        self._at = now

    def at(self, days_ago: int, hour: int, minute: int = 0) -> None:
        """The next acts happen then: `days_ago` counts working days before today; never in the future."""
        self._at = min(
            self._days[days_ago].replace(hour=hour, minute=minute, second=0, microsecond=0), self._now
        )

    @contextmanager
    def _by(self, person: str) -> Iterator[UnitOfWork]:
        with unit_of_work(self._office, now=self._at, actor_id=person) as uow:
            yield uow

    def opens(self, person: str, kind: str, customer: str, **values: Any) -> int:
        """Opens a request for the customer whose name contains `customer`."""
        with self._by(person) as uow:
            query = select(Customer).where(Customer.name.contains(customer))  # type: ignore[attr-defined]
            found = uow.session.exec(query.order_by(Customer.id)).first()  # type: ignore[arg-type]
            if found is None:
                raise LookupError(f"the sample registry has no {customer}")
            return open_request(uow, OpenRequest(kind, {"customer": found.id, **values})).id or 0

    def does(
        self, person: str, request: int, key: str, verb: Callable[..., object], *args: Any, **kw: Any
    ) -> None:
        """One verb on one step of a request."""
        with self._by(person) as uow:
            query = select(Step.id).where(Step.request_id == request, Step.key == key)
            verb(uow, uow.session.exec(query).one(), *args, **kw)

    def finishes(self, person: str, request: int, key: str, outcome: str, **values: Any) -> None:
        """Finishes a step that was accepted a while after its turn had come."""
        finished_at = self._at
        with self._by(person) as uow:
            query = select(Step.ready_at).where(Step.request_id == request, Step.key == key)
            ready_at = uow.session.exec(query).one() or finished_at
        self._at = ready_at + (finished_at - ready_at) / 5
        self.does(person, request, key, accept_step)
        self._at = finished_at
        self.does(person, request, key, finish_step, outcome, values)


def _last_working_days(calendar: BusinessCalendar, now: datetime, count: int) -> list[datetime]:
    """Today (working or not) and the working days before it, the latest first, in the calendar's zone."""
    local = now.astimezone(calendar.zone)
    days, day = [local], local
    while len(days) < count:
        day -= timedelta(days=1)
        if calendar.hours_on(day.date()):
            days.append(day)
    return days


def fill(office: Office, now: datetime, customers: Path) -> None:
    """The sample branch's customers and requests, once; a branch that is at work already shows its cards.

    The stand-in forgets its messages when it ends: cards of what is open are put up anew.
    """
    with unit_of_work(office, now=now) as uow:
        import_customers(uow, read_customers(customers))
        open_ = uow.session.exec(select(Request).where(Request.state == RequestState.OPEN)).all()
        is_new = uow.session.exec(select(Request.id)).first() is None
        for request in open_:
            for step in steps_of(uow, request):
                if step.state in AT_WORK:
                    uow.events.append(Event("cards_lost", request, step))
    if is_new:
        story = Story(office, now)
        _checks(story)
        _others(story)


def _checks(story: Story) -> None:
    story.at(2, 9, 20)
    done = story.opens(
        "U0MINA", "resource_check", "Pacific", service="data_line", access_points=2, site="Harbour Road 18",
        description="Two sites, 200M each, before the move in January",
    )  # fmt: skip
    story.at(2, 9, 40)
    story.finishes("U0DAVID", done, "intake", "clear", note="Fibre to both sites wanted")
    story.at(2, 11, 10)
    story.finishes("U0PETER", done, "transport", "available", reserved="Ring 7, port 3/1/12")
    story.at(2, 15, 5)
    story.finishes("U0GRACE", done, "data", "available", reserved="BRAS-2 VLAN 2107")
    story.at(2, 16, 0)
    story.finishes(
        "U0DAVID", done, "answer", "answered", summary="Both sites can be activated; ports are reserved"
    )

    story.at(1, 9, 30)
    short = story.opens(
        "U0LINQ", "resource_check", "远航物流", service="internet_line", access_points=8,
        site="江北物流园 A 区", description="8 个仓库各一条 100M 互联网专线",
    )  # fmt: skip
    story.at(1, 10, 0)
    story.finishes("U0CHENLU", short, "intake", "clear", note="客户要求年前开通")
    story.at(1, 14, 20)
    story.finishes("U0LIWEI", short, "transport", "not_available", missing="A 区无空闲光纤,需新布 2.3 公里")
    story.at(1, 15, 0)
    story.finishes("U0WUQIAN", short, "data", "available", reserved="汇聚交换机 3 槽 8 口")

    story.at(1, 16, 30)
    asked = story.opens(
        "U0LINQ", "resource_check", "明天科技", service="voice_line", access_points=1,
        site="高新区创业大厦 8 号楼", description="30 路语音中继",
    )  # fmt: skip
    story.at(1, 16, 45)
    story.finishes("U0CHENLU", asked, "intake", "clear")
    story.at(1, 17, 10)
    story.does("U0HUANGH", asked, "switching", return_step, "需要几个号码段?是否携号?")


def _others(story: Story) -> None:
    story.at(1, 11, 0)
    survey = story.opens(
        "U0MINA", "site_survey", "Golden Harbor", service="wlan", access_points=3, site="Bund 5, floors 1-3",
        contact="Ms Qian, front desk", description="Wireless for the lobby and two conference floors",
    )  # fmt: skip
    story.at(1, 11, 30)
    story.finishes("U0CHENLU", survey, "intake", "clear", note="Survey agreed for the afternoon")
    story.does("U0ZHAOLEI", survey, "survey", accept_step)
    story.at(1, 17, 0)
    story.does("U0ZHAOLEI", survey, "survey", hand_over_step, reason="明天出差,转志远", person_id="U0MAZY")

    story.at(0, 9, 5)
    fault = story.opens(
        "U0LINQ", "fault", "第一人民医院", service="data_line", site="门诊楼机房", effect="interrupted",
        since="今早八点半", contact="信息科 周工", description="门诊挂号专线中断,影响收费",
    )  # fmt: skip
    story.at(0, 9, 12)
    story.finishes("U0DAVID", fault, "diagnose", "network", reason="OTU alarm on ring 7")
    story.does("U0LIWEI", fault, "transport", accept_step)

    story.at(0, 9, 30)
    story.opens(
        "U0MINA", "resource_check", "Huamei Trading", service="data_line", access_points=1,
        site="Xinhua Road 210", description="50M data line between shop and warehouse",
    )  # fmt: skip
