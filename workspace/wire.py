"""The HTTP protocol with a hold on each connection, so that faults can break or mute it."""

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from workspace.core import Workspace


def protocol_for(ws: "Workspace") -> type[H11Protocol]:
    """uvicorn's protocol, telling the workspace of every connection by the client's address."""

    class Wire(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._address = transport.get_extra_info("peername")
            ws.connections[self._address] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            ws.connections.pop(self._address, None)
            super().connection_lost(exc)

    return Wire
