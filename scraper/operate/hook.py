"""Telling someone: findings go as JSON to a command or an https address; nothing when all is well."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from scraper.config import OperateSettings
from scraper.errors import ConfigError, ScraperError
from scraper.operate.drift import Finding

_SECONDS: Final = 20


def tell(settings: OperateSettings, findings: Sequence[Finding]) -> None:
    """Hand the findings to `[operate] command` and `webhook`, where they are set.

    Raises `ScraperError` when one does not take them: an alarm that is not heard must be seen.
    """
    if not findings:
        return
    body = json.dumps({"format": 1, "findings": [asdict(one) for one in findings]}, ensure_ascii=False)
    if settings.command:
        _command(settings.command, body)
    if settings.webhook:
        _post(settings.webhook, body)


def _command(command: Sequence[str], body: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own program, no shell
            command, input=body.encode(), timeout=_SECONDS, capture_output=True, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScraperError(
            f"[operate] command {command[0]!r} failed ({error}); correct it in config/scraper.toml"
        ) from error
    if done.returncode:
        words = " ".join(done.stderr.decode("utf-8", "replace").split())[:200]
        raise ScraperError(f"[operate] command {command[0]!r} ended with status {done.returncode}: {words}")


def _post(address: str, body: str) -> None:
    import httpx  # noqa: PLC0415 - 100 ms that only a webhook needs

    if not address.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ConfigError(f"[operate] webhook is {address!r}; give an https address")
    try:
        answer = httpx.post(
            address,
            content=body.encode(),
            headers={"Content-Type": "application/json"},
            timeout=_SECONDS,
            follow_redirects=False,
        )
    except httpx.HTTPError as error:
        raise ScraperError(
            f"[operate] webhook cannot be reached ({error}); correct it in config/scraper.toml"
        ) from error
    if answer.status_code >= 300:  # noqa: PLR2004 - HTTP: not taken
        raise ScraperError(f"[operate] webhook answered {answer.status_code}; correct it in config/scraper.toml")
