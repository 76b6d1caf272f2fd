"""The buildpack's part: a copy of the tree, a clean Python environment, the hook behind the install."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ("PIP_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_")
"""What an install may need of this machine's environment; the processes get none of it."""


class BuildError(RuntimeError):
    """A command of the build failed."""


def checked_out(folder: Path, *, head: bool) -> Path:
    """Only what git knows of: HEAD, or the work tree with the files that are new and not ignored."""
    app = folder / "app"
    app.mkdir()
    if head:
        archive = folder / "app.tar"
        run(["git", "-C", str(ROOT), "archive", "-o", str(archive), "HEAD"], dict(os.environ))
        with tarfile.open(archive) as tar:
            tar.extractall(app, filter="data")
        return app
    listed = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(listed).decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            target = app / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
            target.chmod(source.stat().st_mode)
    return app


def environment(app: Path) -> dict[str, str]:
    """What every dyno has: its own Python in front, nothing of this machine's.

    WEB_CONCURRENCY is set by the buildpack at every start, in each process: two on the smallest dynos.
    """
    return {
        "HOME": str(app),
        "PATH": f"{app.parent / 'python' / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONUNBUFFERED": "true",
        "PYTHONPATH": str(app),
        "LANG": "C.UTF-8",
        "WEB_CONCURRENCY": "2",
    }


def install(app: Path) -> None:
    """As the buildpack: requirements.txt with its hashes, then bin/post_compile. Raises BuildError."""
    wanted = (app / ".python-version").read_text().strip()
    if not sys.version.startswith(f"{wanted}."):
        sys.stdout.write(f"  note: .python-version says {wanted}, this is {sys.version.split()[0]}\n")
    building = {**environment(app), **{key: value for key, value in os.environ.items() if key.startswith(KEPT)}}
    run([sys.executable, "-m", "venv", str(app.parent / "python")], building)
    pip = ["python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", "requirements.txt"], building | {"HOME": os.environ.get("HOME", "/")}, app)
    run(["bin/post_compile"], building, app)


def run(command: list[str], env: dict[str, str], folder: Path | None = None) -> str:
    """A command's output. Raises BuildError with its last lines."""
    done = subprocess.run(
        ["/usr/bin/env", *command], env=env, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-12:])
        raise BuildError(f"{' '.join(command[:4])} … ended with {done.returncode}:\n{last}")
    return done.stdout + done.stderr
