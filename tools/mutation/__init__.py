"""The parts of tools/mutants.py: a source's mutants, those that are accepted, and what tests say."""
