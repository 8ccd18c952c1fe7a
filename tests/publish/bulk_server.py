"""A stand-in for the wire format of OpenSearch and Elasticsearch, on loopback.

It keeps documents under external versioning as the engines do (a delete leaves its version),
shows a search only what was there at the last refresh, answers bulk requests item by item, and can
be told to fail: the next answers of `faults` are given instead of work, and ids in `sick` get the
named status for so many times.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Bulk:
    """The state of one stand-in engine."""

    def __init__(self) -> None:
        self.indexes: dict[str, dict[str, tuple[int, dict[str, Any] | None]]] = {}
        self.visible: dict[str, dict[str, tuple[int, dict[str, Any]]]] = {}
        self.mappings: dict[str, Any] = {}
        self.aliases: dict[str, str] = {}
        self.faults: list[int] = []
        self.sick: dict[str, list[int]] = {}
        self.requests: list[tuple[str, str, str]] = []
        self.batches: list[int] = []
        self.keys: set[str] = set()

    def alive(self, index: str) -> dict[str, tuple[int, dict[str, Any]]]:
        return {key: (v, d) for key, (v, d) in self.indexes.get(index, {}).items() if d is not None}

    def bulk(self, body: bytes) -> dict[str, Any]:
        assert body.endswith(b"\n"), "the last line must end too"
        lines = [json.loads(line) for line in body.split(b"\n")[:-1]]
        items: list[dict[str, Any]] = []
        while lines:
            ((action, meta),) = lines.pop(0).items()
            source = lines.pop(0) if action == "index" else None
            items.append({action: self.one(action, meta, source)})
        self.batches.append(len(items))
        return {"took": 1, "errors": any(next(iter(i.values()))["status"] >= 300 for i in items), "items": items}

    def one(self, action: str, meta: dict[str, Any], source: dict[str, Any] | None) -> dict[str, Any]:
        assert meta["version_type"] == "external"
        answer = {"_index": meta["_index"], "_id": meta["_id"]}
        if self.sick.get(meta["_id"]):
            status = self.sick[meta["_id"]].pop(0)
            return answer | {"status": status, "error": {"type": "x", "reason": f"no, {status}"}}
        kept = self.indexes[meta["_index"]]
        version, before = kept.get(meta["_id"], (0, None))
        if meta["version"] <= version:
            error = {"type": "version_conflict_engine_exception", "reason": "newer there"}
            return answer | {"status": 409, "error": error}
        kept[meta["_id"]] = (meta["version"], source)
        if action == "delete":
            return answer | {"status": 200 if before is not None else 404, "_version": meta["version"]}
        return answer | {"status": 200 if before is not None else 201, "_version": meta["version"]}

    def search(self, index: str, body: dict[str, Any]) -> dict[str, Any]:
        after = body.get("search_after", [""])[0]
        seen = self.visible.get(index, {})
        hits = [
            {"_id": key, "_source": {name: seen[key][1][name] for name in body["_source"]}, "sort": [key]}
            for key in sorted(key for key in seen if key > after)[: body["size"]]
        ]
        return {"took": 1, "timed_out": False, "hits": {"hits": hits}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Bulk
    product: bool

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def reply(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        kind = "application/json"
        if self.product:
            self.send_header("X-Elastic-Product", "Elasticsearch")
            kind = "application/vnd.elasticsearch+json;compatible-with=9"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0].strip("/")
        state = self.state
        if len(body) < int(self.headers.get("Content-Length") or 0):
            self.close_connection = True
            return None  # whoever asked died in the middle of it
        state.requests.append((self.command, path, self.headers.get("Content-Type") or ""))
        state.keys.add(self.headers.get("Authorization") or "")
        if state.faults:
            return self.reply(state.faults.pop(0), {"error": {"reason": "told to fail"}})
        if path == "_bulk":
            return self.reply(200, state.bulk(body))
        if path == "_aliases":
            for action in json.loads(body)["actions"]:
                if "add" in action:
                    state.aliases[action["add"]["alias"]] = action["add"]["index"]
            return self.reply(200, {"acknowledged": True})
        if path.endswith("/_search"):
            return self.reply(200, state.search(path.split("/")[0], json.loads(body)))
        if path.endswith("/_refresh"):
            state.visible[path.split("/")[0]] = state.alive(path.split("/")[0])
            return self.reply(200, {"_shards": {"total": 1, "successful": 1, "failed": 0}})
        if self.command == "PUT":
            state.indexes.setdefault(path, {})
            state.mappings[path] = json.loads(body)
            return self.reply(200, {"acknowledged": True, "shards_acknowledged": True, "index": path})
        return self.reply(200 if path in state.indexes else 404, {})

    do_GET = do_PUT = do_POST = do_HEAD = handle_any  # noqa: N815 - the names http.server calls


def serve(*, product: bool) -> Iterator[tuple[str, Bulk]]:
    """Address and state of a stand-in, gone afterwards."""
    state = Bulk()
    handler = type("Bound", (Handler,), {"state": state, "product": product})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", state
    server.shutdown()
    server.server_close()
    thread.join()
