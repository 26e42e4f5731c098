"""Loads and checks policies/*.yaml: teams, services, responsibility matrix, SLA targets, escalation. Pure."""
