"""Much at once: an outage over several levels, and hundreds of reminders at one instant."""

from collections import Counter

from sqlmodel import delete, select

from bot.coordination.opening import OpenRequest, open_request
from bot.coordination.steps import accept_step
from bot.storage.unit_of_work import unit_of_work
from models import Customer, Outbox, Step
from tests.stories.office import StoryOffice
from tests.stories.people import USUAL
from tests.stories.test_clocks import LEVELS, accepted_by_liwei

MANY = 300


def test_an_outage_over_two_levels_tells_the_highest(office: StoryOffice) -> None:
    """A bot that was away for three hours, while two levels passed, tells the higher one alone."""
    label = accepted_by_liwei(office)
    office.working_hours_pass(3.9)
    with office.cards_lagging():
        office.sleeps_until(office.after(3))
    told = office.dm("李伟")
    assert [told.count(level, label) for level in LEVELS] == [0, 1, 0]
    office.channel("transport").card(label).click("step_details").form.expect("时限过半", "即将到期")
    office.working_hours_pass(2)
    assert [told.count(level, label) for level in LEVELS] == [0, 1, 1]


def opened_at_once(office: StoryOffice, *holders: str) -> None:
    """MANY requests, their intake with nobody or a holder in turn; their cards were sent long ago."""
    steps: list[int] = []
    with unit_of_work(office.branch.office, now=office.now, actor_id="U0LINQ") as uow:
        customer = uow.session.exec(select(Customer.id).where(Customer.name == "江城华美商贸有限公司")).one()
        wish = OpenRequest("resource_check", {**USUAL, "customer": customer})
        requests = [open_request(uow, wish).id for _ in range(MANY)]
        steps += uow.session.exec(select(Step.id).where(Step.key == "intake").order_by(Step.id)).all()
        assert len(steps) == len(requests)
    workers = (None, *holders)
    for turn, holder in enumerate(workers):
        if holder:
            with unit_of_work(office.branch.office, now=office.now, actor_id=holder) as uow:
                for step_id in steps[turn :: len(workers)]:
                    accept_step(uow, step_id)
    with unit_of_work(office.branch.office, now=office.now) as uow:
        uow.session.exec(delete(Outbox))


def test_hundreds_of_reminders_at_one_instant_are_one_message_a_place(office: StoryOffice) -> None:
    """300 steps reach half their time at once: the team's channel and each holder get a single message."""
    opened_at_once(office, "U0CHENLU", "U0DAVID")
    office.time_comes(office.after(1.35))
    assert office.control.calls("chat.postMessage") == []
    office.time_comes(office.after(0.06))
    posts = [call["args"] for call in office.control.calls("chat.postMessage")]
    assert Counter(args["channel"] for args in posts) == {"C0SUPPORT": 1, "D0CHENLU": 1, "D0DAVID": 1}
    ids = [id for args in posts for id in args["metadata"]["event_payload"]["outbox_ids"]]
    assert len(set(ids)) == len(ids) == MANY
    office.channel("support").message("100 条提醒", "时限过半")
    office.dm("陈璐").message("100 条提醒").expect("另有 60 项")
    office.dm("David").message("100 reminders").expect("Half of the time is gone", "and 60 more")
