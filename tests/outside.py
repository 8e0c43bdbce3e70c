"""An outside world on this computer: a small server whose answers a test writes itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


class Outside(ThreadingHTTPServer):
    """Gives the answer that stands for a path; counts who asked for what."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.over = threading.Event()  # lets slow answers end with the test

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what is tested here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Outside

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.close_connection = True
        self.server.answers.get(self.path, status(404))(self)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def outside() -> Iterator[Outside]:
    server = Outside()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def body(content: bytes, **headers: str) -> Answer:
    """Answer 200 with *content*; a header that is given takes the place of the usual one."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        for name, value in ({"Content_Length": str(len(content))} | headers).items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(content)

    return answer


def status(code: int, **headers: str) -> Answer:
    """Answer with a status and a page of words."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(code)
        for name, value in ({"Content_Length": "0" if code == 204 else "5"} | headers).items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        if code != 204:
            to.wfile.write(b"sorry")

    return answer
