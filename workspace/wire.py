"""The HTTP protocol, noting every connection so that faults can cut or mute it."""

from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from workspace.connections import Connections


def protocol_for(connections: Connections) -> type[H11Protocol]:
    """uvicorn's protocol; it adds every connection to these and removes it when it ends."""

    class Wire(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._address = transport.get_extra_info("peername")
            connections.add(self._address, transport)

        def connection_lost(self, exc: Exception | None) -> None:
            connections.remove(self._address)
            super().connection_lost(exc)

    return Wire
