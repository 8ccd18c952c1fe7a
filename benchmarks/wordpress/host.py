"""A real WordPress on loopback in a throw-away folder: Debian's package, PHP and MariaDB.

    with WordPress(folder) as site:
        site.run("fill", {...})

The database has a data folder and a socket of its own and listens on no port. WordPress's files are
copied, so that nothing under `/usr/share` or `/etc` is touched. Every answer is logged by
`php/router.php`.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PACKAGES = (
    "wordpress wordpress-theme-twentytwentyone wordpress-theme-twentytwentytwo wordpress-theme-twentytwentythree "
    "mariadb-server php-cli php-mysql php-xml php-mbstring php-intl"
).split()
SOURCE = Path("/usr/share/wordpress")
PHP = Path(__file__).parent / "php"
CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HOME', 'http://{host}');
define('WP_SITEURL', 'http://{host}');
define('FS_METHOD', 'direct');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""


def missing() -> list[str]:
    """The Debian packages that are not installed."""
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *PACKAGES],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    there = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in PACKAGES if name not in there]


def install() -> None:
    """Install what is missing; needs root. SystemExit with the command where we are not."""
    lacking = missing()
    if not lacking:
        return
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *lacking]
    if os.geteuid() != 0:
        raise SystemExit("missing packages; run: sudo " + " ".join(command))
    subprocess.run(["apt-get", "update", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=quiet)


def versions() -> str:
    """What is installed, in one line."""
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Package} ${Version}, ", "wordpress", "mariadb-server", "php8*-cli"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return answer.stdout.strip(" ,")


class WordPress:
    """One WordPress with its database; `host` is its name with port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "wordpress"
        self.log = folder / "access.ndjson"
        self.host = f"127.0.0.1:{_free_port()}"
        self._socket = folder / "db.sock"
        self._database: subprocess.Popen[bytes] | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Set everything up; the site is empty but installed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(
            SOURCE, self.root, symlinks=False, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".htaccess", "akismet")
        )
        (self.root / "wp-config.php").write_text(CONFIG.format(socket=self._socket, host=self.host))
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", f"--datadir={self.folder / 'db'}", *_as_us(),
             "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.start_database()
        subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self._socket}", "--user=root",
             "-e", "CREATE DATABASE wordpress CHARACTER SET utf8mb4"],
            check=True,
        )  # fmt: skip
        options = {
            "permalink_structure": "/%postname%/", "blog_public": 1, "timezone_string": "Europe/Berlin",
            "blogdescription": "Notes from the dark", "posts_per_page": 10, "default_pingback_flag": 0,
            "thread_comments": 1, "page_comments": 0,
        }  # fmt: skip
        self.run("install", {"title": "Lantern Street", "options": options})
        self._serve()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything; the folder is the caller's."""
        try:
            if self._server is not None:
                self._server.terminate()
                self._server.wait(20)
        finally:
            self.stop_database()

    def run(self, program: str, data: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
        """Run one of the programs in `php/` on this WordPress; what it printed."""
        path = self.folder / f"{program}.json"
        path.write_text(json.dumps(data))
        answer = subprocess.run(
            ["php", "-d", "memory_limit=512M", str(PHP / f"{program}.php"), str(self.root), str(path)],
            capture_output=True, text=True, check=False, env={**os.environ, "SITE_HOST": self.host},
        )  # fmt: skip
        if answer.returncode:
            raise SystemExit(f"{program}.php failed:\n{answer.stdout[-2000:]}{answer.stderr[-2000:]}")
        return json.loads(answer.stdout) if answer.stdout.strip() else None

    def start_database(self) -> None:
        """Start MariaDB and wait until it answers."""
        command = [
            "mariadbd", "--no-defaults", f"--datadir={self.folder / 'db'}", f"--socket={self._socket}",
            "--skip-networking", f"--pid-file={self.folder / 'db.pid'}", "--innodb-buffer-pool-size=64M",
            "--innodb-flush-log-at-trx-commit=2", *_as_us(),
        ]  # fmt: skip
        with (self.folder / "db.log").open("ab") as log:
            self._database = subprocess.Popen(command, stdout=log, stderr=log)
        _wait_for(self._answers, "MariaDB")

    def stop_database(self) -> None:
        """Stop MariaDB; WordPress then answers with its error page."""
        if self._database is not None:
            self._database.terminate()
            self._database.wait(60)
            self._database = None

    def maintain(self, *, on: bool) -> None:
        """Maintenance mode as WordPress's own updater sets it: a file with the time."""
        path = self.root / ".maintenance"
        if on:
            path.write_text(f"<?php $upgrading = {int(time.time())};")
        else:
            path.unlink(missing_ok=True)

    def answers(self) -> list[dict[str, Any]]:
        """The access log so far, in order of the requests' beginning."""
        rows = [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []
        return sorted(rows, key=lambda row: float(row["began"]))

    def _answers(self) -> bool:
        command = ["mariadb-admin", "--no-defaults", f"--socket={self._socket}", "--user=root", "ping"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _serve(self) -> None:
        with (self.folder / "php.log").open("ab") as log:
            self._server = subprocess.Popen(
                ["php", "-d", "opcache.enable_cli=1", "-d", "display_errors=0", "-S", self.host,
                 "-t", str(self.root), str(PHP / "router.php")],
                stdout=log, stderr=log, env={**os.environ, "ACCESS_LOG": str(self.log)},
            )  # fmt: skip
        _wait_for(self._serves, "WordPress")
        self.log.unlink(missing_ok=True)

    def _serves(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.host}/", timeout=20) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _as_us() -> list[str]:
    """MariaDB refuses to run as root unless told so."""
    return ["--user=root"] if os.geteuid() == 0 else []


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(ready: Any, name: str) -> None:  # noqa: ANN401 - a function without arguments
    for _ in range(150):
        if ready():
            return
        time.sleep(0.2)
    raise SystemExit(f"{name} did not come up within 30 seconds; see the logs in the throw-away folder")
