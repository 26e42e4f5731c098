"""Questions about how things stand: rows in, view-models out. Nothing here changes anything."""
