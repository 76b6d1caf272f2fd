"""Hosts of a test: network namespaces, each at the end of a veth pair; what runs on loopback is reached over that."""

import asyncio
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from tests.faults.proxy import Proxy


class NotPermittedError(Exception):
    """Namespaces can't be made here."""


class Door(Proxy):
    """Listens at one end of a veth pair and passes bytes to the same port of loopback."""

    def __init__(self, address: str, target: int) -> None:
        super().__init__(target)
        self._address = address

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, self._address, self.target, backlog=1024)
            self.port = self.target


class Host:
    """A machine that sees nothing of this one but `address`, where the given ports of loopback answer.

    This one sees it at `inside`.
    """

    def __init__(self, number: int) -> None:
        self.name = f"bot{os.getpid() % 100_000}-{number}"
        self._link = f"v{os.getpid() % 100_000}-{number}"
        net = f"10.213.{(os.getpid() * 8 + number) % 250}"
        self.address, self.inside = f"{net}.1", f"{net}.2"
        self.doors: dict[int, Door] = {}

    def make(self) -> None:
        """Namespace and veth pair. Raises NotPermittedError."""
        _ip("netns", "add", self.name)
        _ip("link", "add", self._link, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        _ip("addr", "add", f"{self.address}/30", "dev", self._link)
        _ip("link", "set", self._link, "up")
        _ip("-n", self.name, "addr", "add", f"{self.inside}/30", "dev", "eth0")
        _ip("-n", self.name, "link", "set", "eth0", "up")
        _ip("-n", self.name, "link", "set", "lo", "up")

    def remove(self) -> None:
        """The pair goes with the namespace, once the processes in it are gone."""
        subprocess.run(["ip", "link", "del", self._link], capture_output=True, check=False)
        subprocess.run(["ip", "netns", "del", self.name], capture_output=True, check=False)

    def cut_off(self) -> None:
        """Pull the cable: nothing is reset, packets stop."""
        _ip("link", "set", self._link, "down")

    def join(self) -> None:
        """Put the cable back."""
        _ip("link", "set", self._link, "up")

    def command(self, *command: str) -> list[str]:
        """The same command, run there."""
        return ["ip", "netns", "exec", self.name, *command]

    def reaching(self, addresses: Mapping[str, str]) -> dict[str, str]:
        """Addresses of loopback as seen from there."""
        return {name: address.replace("127.0.0.1", self.address) for name, address in addresses.items()}


@contextmanager
def hosts(count: int, ports: list[int]) -> Iterator[list[Host]]:
    """So many hosts, from each of which these ports of loopback are reached. Raises NotPermittedError."""
    made = [Host(number) for number in range(count)]
    try:
        for host in made:
            host.make()
        with ExitStack() as doors:
            for host in made:
                for port in ports:
                    host.doors[port] = doors.enter_context(Door(host.address, port))
            yield made
    finally:
        for host in made:
            host.remove()


def _ip(*arguments: str) -> None:
    try:
        done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise NotPermittedError("ip is not installed (Debian: apt-get install iproute2)") from error
    if done.returncode:
        raise NotPermittedError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
