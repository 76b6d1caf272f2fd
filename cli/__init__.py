"""The command line, over the same TaskManager as the chat. `python -m cli analyze LINK` and friends.

Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 cancelled, 4 timed out (the task goes on, its id on stderr).
With `--json` stdout carries the report or the task and nothing else.
"""
