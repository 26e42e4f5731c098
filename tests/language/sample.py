"""The sample branch's registry and policy, as the matcher and the reader of lines are given them."""

import csv
from functools import cache
from pathlib import Path

from bot.language.customers import CustomerEntry, CustomerIndex
from bot.policy import Policy, load_policy
from workspace.config import SAMPLE_CUSTOMERS

POLICIES = Path(__file__).parents[2] / "policies"


@cache
def registry() -> CustomerIndex:
    with SAMPLE_CUSTOMERS.open(encoding="utf-8") as rows:
        return CustomerIndex(
            CustomerEntry(
                row["code"], row["name"], tuple(filter(None, row["aliases"].split(";"))), row["city"]
            )
            for row in csv.DictReader(rows)
        )


@cache
def policy() -> Policy:
    return load_policy(POLICIES)
