"""The commands of the command line: where each stands, and its line in the list."""

from bot.console.lazy import Entry

COMMANDS = {
    "check": Entry("bot.console.check:command", "whether settings and policies are right"),
    "customers": Entry("bot.console.customers:command", "the customer registry"),
    "explain": Entry("bot.console.explain:command", "why a deadline is what it is"),
    "manifest": Entry("handlers.manifest:command", "the Slack app's manifest"),
    "migrate": Entry("bot.console.migrate:command", "bring the database to this code's schema"),
    "outbox": Entry("bot.console.outbox:command", "what waits to be delivered, and repairing it manually"),
    "plan": Entry("bot.console.plan:command", "who gets a request, in what order, due when (dry run)"),
    "serve": Entry("app:serve", "the bot on a real Slack"),
    "when": Entry("bot.console.when:command", "read a deadline in people's words"),
    "workspace": Entry("app:workspace", "the bot and a local workspace page in one process"),
    "worktime": Entry("bot.console.worktime:command", "reckon in working time"),
}
