"""Slack listeners: parse, one verb, reply. Short enough to be read at a glance."""
