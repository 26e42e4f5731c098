"""What a look at the outbox costs follows what waits, not all that has ever been sent."""

from datetime import timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session

from bot.delivery.paces import PaceState
from bot.delivery.queue import waiting_and_paces
from models import Card, Outbox, Pace
from tests.databases import asked_of
from tests.office import MONDAY

CARDS, WAITING = 5_000, 300


def test_a_survey_reads_neither_all_cards_nor_all_paces(postgres_engine: Engine) -> None:
    """PostgreSQL takes the index for each notice and destination, however many cards and paces there are."""
    with Session(postgres_engine) as session, session.begin():
        session.add_all(card(number) for number in range(CARDS))
        session.add_all(Pace(name=f"to:person:{number}", free_at=MONDAY) for number in range(CARDS))
        session.add_all(notice(number) for number in range(WAITING))
    with postgres_engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    plan = "\n".join(plan_of_survey(postgres_engine))
    assert "card_pkey" in plan
    assert "pace_pkey" in plan
    assert "Seq Scan on card" not in plan
    assert "Seq Scan on pace" not in plan
    assert "hashed" not in plan


def test_a_survey_fetches_the_paces_of_what_waits(engine: Engine) -> None:
    """Of everybody ever written to a pace is on record; only those that something waits for are fetched."""
    until = MONDAY + timedelta(minutes=1)
    with Session(engine) as session, session.begin():
        session.add_all(Pace(name=f"to:person:{number}", free_at=MONDAY) for number in range(2_000))
        session.add(Pace(name="to:team:transport", free_at=MONDAY, lease_by="one", lease_until_at=until))
        session.add(Pace(name="workspace", free_at=until))
        session.add_all([notice(1), notice(2)])
        session.flush()
        waiting, paces = waiting_and_paces(session)
    assert [each.destination for each in waiting] == ["team:transport"]
    assert paces == {"to:team:transport": PaceState(MONDAY, until)}


def card(number: int) -> Card:
    """One that stands."""
    return Card(
        destination="team:transport",
        key=f"step:{number}",
        channel_id="C1",
        ts=str(number),
        rendered_at=MONDAY,
    )


def notice(number: int) -> Outbox:
    """One that waits, for a card."""
    return Outbox(
        kind="step_card",
        destination="team:transport",
        card_key=f"step:{number}",
        created_at=MONDAY,
        next_try_at=MONDAY,
    )


def plan_of_survey(engine: Engine) -> list[str]:
    """How the database would answer the survey's question about the outbox."""
    with asked_of(engine) as asked, Session(engine) as session:
        waiting_and_paces(session)
    statement, values = next(each for each in asked.items() if "FROM outbox" in each[0])
    with engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]
