"""A PostgreSQL of the tests' own: on a socket in a folder that is removed afterwards, run by a user without rights."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_OWN = "postgres"
_STARTS = "-F -c listen_addresses='' -c fsync=off -c max_wal_size=4GB -k "


def missing() -> str:
    """Why there can be no cluster here; '' where there can be one."""
    if _programs() is None:
        return "PostgreSQL is not installed (initdb)"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (chitieu[postgres])"
    return ""


@contextmanager
def cluster() -> Iterator[str]:
    """Starts a cluster and yields the address of a database in it."""
    programs = _programs()
    assert programs is not None
    user = _user()
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        if user is not None:
            shutil.chown(root, user)
        data = root / "data"

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [programs / program, *arguments], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL,
                stderr=subprocess.STDOUT, timeout=120,
            )  # fmt: skip

        run("initdb", "-D", str(data), "-U", _OWN, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "-D", str(data), "-w", "-l", str(root / "log"), "-o", _STARTS + str(root), "start")
        try:
            yield f"postgresql://{_OWN}@/{_OWN}?host={quote(str(root), safe='')}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


def _programs() -> Path | None:
    """The folder of the newest PostgreSQL, as Debian lays it out, or that of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return None if program is None else Path(program).resolve().parent


def _user() -> str | None:
    """Whom the server runs as: never root."""
    if os.getuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in (_OWN, "nobody") if name in known)
