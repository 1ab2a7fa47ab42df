"""A bad line: a proxy that cuts connections, swallows answers, and kills who is at either end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

# What happens after so many bytes from the client: the line is cut, the answer gets lost, or one
# of the two ends dies.
CUT, LOSE_ANSWER, KILL_SERVER, KILL_CLIENT = "cut", "lose-answer", "kill-server", "kill-client"


@dataclass
class Mishap:
    """Something that happens after the client has sent so many more bytes."""

    after_bytes: int
    what: str = CUT


@dataclass
class BadLine:
    """A proxy on loopback in a thread of its own, with the mishaps that wait for it."""

    target: Callable[[], int]
    mishaps: list[Mishap] = field(default_factory=list)
    kill: dict[str, Callable[[], None]] = field(default_factory=dict)
    happened: list[str] = field(default_factory=list)
    sent_bytes: int = 0
    port: int = 0
    _since: int = 0

    def __enter__(self) -> Self:
        """Open the line."""
        ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(10)

    def expect(self, mishaps: Sequence[Mishap]) -> None:
        """Let these happen, one after the other, from now on."""
        self.mishaps, self._since = list(mishaps), 0

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._done = asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._done.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _connected(
        self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter
    ) -> None:
        try:
            server, to_server = await asyncio.open_connection("127.0.0.1", self.target())
        except OSError:
            to_client.transport.abort()
            return
        line = _Line(self, client, to_client, server, to_server)
        await line.carry()

    def next_mishap(self, size: int) -> str | None:
        """Count bytes from the client; return what happens now, if anything does."""
        self.sent_bytes += size
        self._since += size
        if not self.mishaps or self._since < self.mishaps[0].after_bytes:
            return None
        self._since = 0
        what = self.mishaps.pop(0).what
        self.happened.append(what)
        return what


@dataclass
class _Line:
    """One connection."""

    bad: BadLine
    client: asyncio.StreamReader
    to_client: asyncio.StreamWriter
    server: asyncio.StreamReader
    to_server: asyncio.StreamWriter
    is_mute: bool = False

    async def carry(self) -> None:
        """Carry bytes both ways until one end is gone or a mishap comes."""
        ways = {asyncio.ensure_future(self._there()), asyncio.ensure_future(self._back())}
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self.to_client.transport.abort()
            self.to_server.transport.abort()

    async def _there(self) -> None:
        with suppress(OSError):
            while block := await self.client.read(16 * 1024):
                what = self.bad.next_mishap(len(block))
                if what == LOSE_ANSWER:
                    self.is_mute = True
                elif what is not None:
                    if what != CUT:
                        await asyncio.to_thread(self.bad.kill[what])
                    return
                self.to_server.write(block)
                await self.to_server.drain()

    async def _back(self) -> None:
        with suppress(OSError):
            while block := await self.server.read(16 * 1024):
                if self.is_mute:
                    return
                self.to_client.write(block)
                await self.to_client.drain()
