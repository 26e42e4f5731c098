"""The database, its transactions, and what is only ever added to it."""
