"""Somebody whom the roster has not brought yet: their language is asked of Slack, and they are served."""

from sqlmodel import delete

from bot.storage.unit_of_work import unit_of_work
from models import Person
from tests.stories.office import StoryOffice


def test_somebody_new_is_answered_in_time(office: StoryOffice) -> None:
    """Asking for their language does not wait for the very transaction that it is asked in."""
    with unit_of_work(office.branch.office, now=office.now) as uow:
        uow.session.exec(delete(Person))
    said = office.user("林强").says("/coord open 资源核查 远航物流 数据专线 2个点 8号楼")
    said.expect("远航物流", "目前还没有开单")
