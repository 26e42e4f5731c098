"""The TCP connections of clients, so that faults can cut or mute them."""

from asyncio import Transport

from starlette.datastructures import Address


class Connections:
    """The open ones by the client's address; the HTTP protocol (wire.py) adds and removes them."""

    def __init__(self) -> None:
        self._transports: dict[tuple[str, int], Transport] = {}

    def add(self, address: tuple[str, int], transport: Transport) -> None:
        self._transports[address] = transport

    def remove(self, address: tuple[str, int]) -> None:
        self._transports.pop(address, None)

    def cut(self, client: Address | None) -> None:
        """Break a client's connection without a closing frame or answer."""
        if transport := self._of(client):
            transport.abort()

    def mute(self, client: Address | None) -> None:
        """Leave a client's connection open, but let nothing in any more, pings included."""
        if transport := self._of(client):
            transport.pause_reading()

    def _of(self, client: Address | None) -> Transport | None:
        return self._transports.get((client.host, client.port)) if client else None
