"""Read what stands before a plan's text and what is said of it elsewhere: blocks in; the head, with evidence, out."""

from __future__ import annotations

from medplan.importing.recognise.front.evidence import FIELDS, Evidence
from medplan.importing.recognise.front.period import read_kind, read_period, read_stage
from medplan.importing.recognise.front.read_front import Front, read_front

__all__ = ["FIELDS", "Evidence", "Front", "read_front", "read_kind", "read_period", "read_stage"]
