"""One process of the bot at work: threads, duties, settings, figures."""
