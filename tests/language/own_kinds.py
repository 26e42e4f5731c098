"""The sample policy with kinds of our own that lack fields which the reader fills."""

from functools import cache

from bot.policy import Policy, policy_from_documents
from tests.language.sample import policy

KINDS = """
  relocation:                                  # no description, no site, no points, no deadline
    name: {zh: 业务移机, en: relocation}
    stage: in_sale
    aliases: [移机]
    fields:
      - customer
      - service
      - {id: contact, name: {zh: 联系人, en: contact}, type: text, maximum: 40}
    steps: &one
      - key: only
        name: {zh: 处理, en: handling}
        asks: {zh: 处理, en: Handle it}
        team: support
        accountable: support
        outcomes: [{id: handled, name: {zh: 已处理, en: handled}, ends: done}]
  question:                                    # a short description, choices and bounds of its own
    name: {zh: 业务咨询, en: question}
    stage: after_sale
    aliases: [咨询]
    fields:
      - customer
      - service
      - {id: access_points, maximum: 5, required: false}
      - id: effect
        name: {zh: 紧急程度, en: urgency}
        type: choice
        choices:
          - {id: urgent, name: {zh: 紧急, en: urgent}, aliases: [加急]}
          - {id: usual, name: {zh: 一般, en: usual}}
      - {id: since, name: {zh: 起始日期, en: first day}, type: date}
      - {id: description, type: text, maximum: 30}
    steps: *one
  drill:                                       # long words of its own, and a site that is a choice
    name: {zh: 应急演练, en: drill}
    stage: after_sale
    aliases: [演练]
    fields:
      - customer
      - service
      - id: site
        name: {zh: 场地, en: place}
        type: choice
        choices: [{id: indoors, name: {zh: 室内, en: indoors}}]
      - {id: plan, name: {zh: 方案, en: plan}, type: long_text}
      - description
      - {id: wished, required: true}
    steps: *one
"""
TARGETS = """
    unit: working_days
    calendar: office
    by: grade
    targets: {key: 1.5, diamond: 2, gold: 3, silver: 3.5, bronze: 4}
    shares: {only: 50}
"""


@cache
def own_policy() -> Policy:
    """The sample branch's, with these kinds beside its own."""
    documents = dict(policy().documents)
    documents["matrix.yaml"] = documents["matrix.yaml"].rstrip() + KINDS
    targets = "".join(f"  {kind}:{TARGETS}" for kind in ("relocation", "question", "drill"))
    documents["sla.yaml"] = documents["sla.yaml"].replace("\ngrade_caps:", f"{targets}\ngrade_caps:", 1)
    return policy_from_documents(documents)
