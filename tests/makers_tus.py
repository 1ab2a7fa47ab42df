"""A small tus client for the application's own client, and what tests of uploads share."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

TUS = {"Tus-Resumable": "1.0.0"}
BODY = "application/offset+octet-stream"


def told(**pairs: str) -> str:
    """Return Upload-Metadata."""
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items()
    )


def begun(client: FlaskClient, size: int, name: str = "a.jpg", **pairs: str) -> TestResponse:
    """Begin an upload."""
    said = told(filename=name, **pairs)
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": said}
    return client.post("/uploads", headers=headers)


def patched(client: FlaskClient, url: str, offset: int, data: bytes, **headers: str) -> Any:
    """Send a piece."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.patch(
        url,
        data=data,
        headers={**TUS, "Upload-Offset": str(offset), "Content-Type": BODY, **named},
    )


def sent(client: FlaskClient, data: bytes, name: str = "a.jpg", step: int = 0, **pairs: str) -> str:
    """Send a whole file in pieces; return where it is."""
    url = begun(client, len(data), name, **pairs).headers["Location"]
    step = step or len(data)
    for offset in range(0, len(data), step):
        answer = patched(client, url, offset, data[offset : offset + step])
        assert answer.status_code == 204, answer.get_data(as_text=True)
    return url


def offset_of(client: FlaskClient, url: str) -> int:
    """Ask how far an upload is."""
    answer = client.head(url, headers=TUS)
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    """Return Upload-Checksum."""
    digest = hashlib.new(algorithm, data).digest()
    return f"{algorithm} {base64.b64encode(digest).decode()}"
