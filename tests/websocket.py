"""A bare client that speaks the framework's protocol: what somebody can send who does not use our pages."""

import json
import uuid
from typing import Any

import socketio

from .waiting import wait_until

STATE = "reflex___state____state"
HYDRATE = f"{STATE}.hydrate"


class BareClient:
    """One connection. `frames` holds everything the server has sent, as text."""

    def __init__(self, url: str, cookie: str = "", token: str = "", origin: str = "") -> None:
        self.frames: list[str] = []
        self.token = token or str(uuid.uuid4())
        self._socket = socketio.Client(reconnection=False, websocket_extra_options={"origin": origin or url})
        self._socket.on("event", self._receive, namespace="/_event")
        self._socket.connect(
            f"{url}/?token={self.token}",
            socketio_path="/_event",
            namespaces=["/_event"],
            transports=["websocket"],
            headers={"Cookie": cookie} if cookie else {},
        )

    def _receive(self, data: Any) -> None:
        self.frames.append(json.dumps(data, ensure_ascii=False))

    def send(self, event: str, payload: dict[str, Any] | None = None, path: str = "/users") -> None:
        """Send one event by its full name."""
        route = {"pathname": path, "asPath": path, "query": {}}
        sent = {"name": event, "payload": payload or {}, "router_data": route}
        self._socket.emit("event", sent, namespace="/_event")

    def settle(self, path: str = "/users") -> None:
        """Wait until everything sent so far has been handled: events of one tab are handled in their order."""
        before = len(self.frames)
        self.send(HYDRATE, path=path)
        wait_until(lambda: any("is_hydrated" in f for f in self.frames[before:]), "the answer to the last event")

    def close(self) -> None:
        """Leave."""
        self._socket.disconnect()
