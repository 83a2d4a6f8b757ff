"""Faults put into clean plans, to measure how many of them a rereading proposes; kept apart from its development."""
