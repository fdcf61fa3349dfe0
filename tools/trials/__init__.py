"""Trials of a checkout from outside: hostile input, random scenarios, kills, odd surroundings, strangers.

`uv run python -m tools.trials KIND --checkout FOLDER --out FILE.jsonl`; docs/safe_hands.md says what is tried.
"""
