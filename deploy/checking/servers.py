"""Redis behind TLS with a certificate of its own making, and PostgreSQL: as the add-ons give them."""

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

import psycopg
import redis

from sandbox.ports import free_port
from sandbox.valkey import SYSTEM_PATH, die_with_parent

PASSWORD = "check-of-a-deployment"
PLACES = [Path("/usr/local/bin"), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]


class MissingError(RuntimeError):
    """A program that is needed is not installed."""


def program(name: str, package: str) -> str:
    """Where a program is. Raises MissingError."""
    found = shutil.which(name) or shutil.which(name, path=SYSTEM_PATH)
    if found is None:
        raise MissingError(f"{name} is not installed (Debian: apt-get install {package})")
    return found


class TlsRedis:
    """redis-server that speaks TLS only: the embedded Valkey is built without it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"rediss://:{PASSWORD}@127.0.0.1:{self.port}"
        self._folder = folder
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        subprocess.run(
            [program("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
            + ["-subj", "/CN=redis.invalid", "-keyout", str(key), "-out", str(certificate)],
            check=True,
            capture_output=True,
        )
        command = [program("redis-server", "redis-server"), "--port", "0", "--tls-port", str(self.port)]
        command += ["--tls-cert-file", str(certificate), "--tls-key-file", str(key), "--tls-auth-clients", "no"]
        command += ["--bind", "127.0.0.1", "--requirepass", PASSWORD, "--save", "", "--dir", str(folder)]
        with (folder / "redis.log").open("wb") as out:
            self._process = subprocess.Popen(
                command,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                preexec_fn=die_with_parent,  # noqa: PLW1509 (one prctl call)
            )
        self.client = redis.Redis.from_url(f"{self.url}/1", ssl_cert_reqs="none", ssl_check_hostname=False)
        deadline = time.monotonic() + 10
        while True:
            try:
                self.client.ping()
                return
            except redis.RedisError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.05)

    def ports(self) -> list[int]:
        """The other ends of its connections."""
        return [int(one["addr"].rpartition(":")[2]) for one in self.client.client_list()]

    def stop(self) -> None:
        """End it."""
        self.client.close()
        self._process.terminate()
        self._process.wait(10)


class Postgres:
    """A cluster on loopback in a folder of its own; run by `postgres` where root must not.

    `url` is that of a role which may do no more, and have no more connections, than on Heroku's smallest plan.
    """

    def __init__(self) -> None:
        found = next((place for place in PLACES if (place / "initdb").exists()), None)
        if found is None:
            raise MissingError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
        self._programs = found
        self._user: str | None = None
        self.port = free_port()
        self.url = f"postgres://app:unused@127.0.0.1:{self.port}/app"
        # Not below the folder of the check: that one is nobody else's to enter.
        self.folder = Path(subprocess.check_output(["mktemp", "-d", "/tmp/pg-check-XXXXXX"], text=True).strip())
        if os.getuid() == 0:
            users = {entry.pw_name for entry in pwd.getpwall()}
            self._user = "postgres" if "postgres" in users else "nobody"
            shutil.chown(self.folder, self._user)
        self._run("initdb", "-D", f"{self.folder}/data", "-U", "checker", "--auth=trust", "--no-sync", "-E", "UTF8")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o", options, "start")
        own = f"postgres://checker:unused@127.0.0.1:{self.port}/postgres"
        self._looking = psycopg.connect(own, autocommit=True)
        self._looking.execute("CREATE ROLE app LOGIN CONNECTION LIMIT 20")
        self._looking.execute("CREATE DATABASE app OWNER app")

    def ports(self) -> list[int]:
        """The other ends of the app's connections."""
        rows = self._looking.execute("SELECT client_port FROM pg_stat_activity WHERE usename = 'app'")
        return [int(row[0]) for row in rows]

    def stop(self) -> None:
        """End it and remove its folder."""
        self._looking.close()
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / name), *arguments], user=self._user, cwd=self.folder, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
