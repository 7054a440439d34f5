"""Shows what is on the board, to this machine only.

The report stays as it is, without a script: a page of the preview's own holds it in a frame and
follows the events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from figurecheck.errors import DataError, Problem
from figurecheck.previewing.board import Board
from figurecheck.publishing import material

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")  # a page elsewhere that lets its own name lead here is turned away
PAUSE = 0.05  # seconds between two looks whether it is to end
HEARTBEAT = 15.0  # seconds, after which a browser that has gone is noticed

_HTML = "text/html; charset=utf-8"
_FRAMED = "frame-ancestors 'self'"


@contextmanager
def served(board: Board, port: int) -> Iterator[str]:
    """Serves `board` on `port`, or on a free one where that is nought; the address.

    Raises DataError where another program has the port.
    """
    try:
        server = _Server((HOST, port), _Handler)
    except OSError as error:
        problem = Problem("--port", "a free port", f"Choose another: {error}.", value=str(port))
        raise DataError(problem) from error
    server.board = board
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(PAUSE,), daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}"
        finally:
            board.close()
            server.shutdown()
            thread.join()


@cache
def shell() -> tuple[str, str]:
    """The preview's own page and its content security policy, which names its script and style."""
    script, style = _asset("preview.js"), material.style() + material.style("preview.css")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "img-src data:; frame-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    page = material.template("preview.html.j2").render(script=script, style=style)
    return page, policy


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    board: Board


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        board, name = self.server.board, self.headers.get("Host", "").rsplit(":", 1)[0]
        match urlsplit(self.path).path if name in NAMES else None:
            case None:
                self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            case "/":
                self._send(*shell())
            case "/report.html" if board.page:
                name, text = board.named_page()
                self._send(text, _FRAMED, {"ETag": f'"{name}"'})
            case "/failure.html" if board.failure:
                self._send(board.failure, _FRAMED)
            case "/events":
                self._follow(board)
            case _:
                self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, text: str, policy: str, more: Mapping[str, str] = {}) -> None:
        data = text.encode()
        headers = {"Content-Length": str(len(data)), "Content-Security-Policy": policy, **more}
        self._begin(_HTML, headers)
        with suppress(BrokenPipeError, ConnectionResetError):  # the reader has gone on
            self.wfile.write(data)

    def _follow(self, board: Board) -> None:
        """Tells of every state until the browser goes or the preview ends."""
        self._begin("text/event-stream", {})
        number = -1
        with suppress(BrokenPipeError, ConnectionResetError):
            while (news := board.after(number, HEARTBEAT)) is not None:
                fresh, number = news[0] != number, news[0]
                told = f"data: {json.dumps(asdict(news[1]))}" if fresh else ":"
                self.wfile.write(f"{told}\n\n".encode())
                self.wfile.flush()

    def _begin(self, kind: str, headers: dict[str, str]) -> None:
        self.send_response(HTTPStatus.OK)
        always = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        for name, value in {"Content-Type": kind, **always, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (theirs)
        """Says nothing."""


def _asset(name: str) -> str:
    return (material.assets() / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
