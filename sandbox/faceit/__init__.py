"""A stand-in for FACEIT's Data API v4: a seeded league, every state of a match, limits and faults on request."""

from sandbox.faceit.app import create_app, create_league
from sandbox.faceit.league import League
from sandbox.faceit.options import Fault, FaultKind, Options
from sandbox.faceit.standin import FaceitStandIn

__all__ = ["FaceitStandIn", "Fault", "FaultKind", "League", "Options", "create_app", "create_league"]
