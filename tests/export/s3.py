"""A store that speaks S3 on this machine, whose connection can be cut at any request."""

import socket
import threading
from dataclasses import dataclass, field
from typing import Any

from moto.s3.models import s3_backends
from moto.server import create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "bucket"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


class Quiet(WSGIRequestHandler):
    def log(self, *arguments: Any) -> None:
        """Nobody reads along."""


@dataclass
class Store:
    """Moto's S3 behind a door that can fall shut.

    After `left` requests more the connection breaks: before the next one has any effect or, where
    the store is `deaf`, after it, so that only its answer is lost. None: never. A `refusal` is the
    status and the error's code with which everything is answered.
    """

    left: int | None = None
    deaf: bool = False
    refusal: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._app = create_backend_app("s3")
        self._lock = threading.Lock()
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=Quiet
        )
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def reset(self) -> None:
        """Begin again with an empty bucket."""
        self.left = None
        self.asked.clear()
        backend.reset()
        backend.create_bucket(BUCKET, "us-east-1")

    def saved(self) -> dict[str, Any]:
        """What is in the bucket now, for `restore`."""
        found = backend.buckets[BUCKET].keys.items()
        return {name: (key.value, dict(key.metadata)) for name, key in found}

    def restore(self, saved: dict[str, Any]) -> None:
        """Put into the bucket what was there."""
        keys = backend.buckets[BUCKET].keys
        for name in list(keys):
            del keys[name]
        for name, (value, metadata) in saved.items():
            backend.put_object(BUCKET, name, value).set_metadata(metadata)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self._lock:
            is_cut = self.left == 0
            if self.left:
                self.left -= 1
            self.asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        if is_cut:
            if self.deaf:
                b"".join(self._app(environ, lambda *_: None))
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            start_response("500 Nobody hears this", [])
            return []
        if self.refusal:
            status, _, code = self.refusal.partition(": ")
            start_response(status, [("content-type", "application/xml")])
            return [f"<Error><Code>{code}</Code></Error>".encode()]
        return self._app(environ, start_response)


backend = s3_backends["123456789012"]["aws"]
