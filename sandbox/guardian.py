"""Outlives the demo by a moment: when its input ends, it ends the process groups that it was told of, one a line.

Linux ends the demo's own children with it, but not theirs: a Dramatiq worker outlives its master.
"""

import os
import signal
import subprocess
import sys


class Guardian:
    """The process that does it, as the demo sees it. It sees the demo's end, however that comes, by the pipe's."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "sandbox.guardian"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, text=True)

    def watch(self, group: int) -> None:
        """One more group to end."""
        assert self._process.stdin is not None
        print(group, file=self._process.stdin, flush=True)

    def close(self) -> None:
        """Let it do what is left to do, and wait for it."""
        self._process.communicate(timeout=5)


def main() -> int:
    """Wait for the end of the input, then do it."""
    for group in [int(line) for line in sys.stdin]:
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return 0


if __name__ == "__main__":
    sys.exit(main())
