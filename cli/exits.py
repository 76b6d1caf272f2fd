"""Exit codes."""

from tasks.states import State

OK, FAILED, USAGE, CANCELLED, TIMED_OUT = range(5)
EXIT = {State.COMPLETED: OK, State.FAILED: FAILED, State.CANCELLED: CANCELLED}
"""What a task's final state comes to."""
