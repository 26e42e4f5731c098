"""Clocks and what falls due on them: deadlines as pure functions of facts, and the sweep that tells them."""
