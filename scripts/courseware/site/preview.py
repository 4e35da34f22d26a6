"""What a preview adds to the site: a script that reloads the page when it was built anew.

Events are sent by the server (SSE), and the script is a file, so that the preview keeps the site's own
content security policy.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

__all__ = ["RELOAD_SCRIPT", "Reloads"]

RELOAD_SCRIPT = "/_preview/reload.js"
EVENTS = "/_preview/events"

_SCRIPT = f"""\
let built = "";
new EventSource("{EVENTS}").addEventListener("built", (event) => {{
  if (built && built !== event.data) location.reload();
  built = event.data;
}});
"""


class Reloads:
    """Tells every open page when the site has changed."""

    def __init__(self, first: str) -> None:
        self._built = first
        self._stopped = False
        self._changed = asyncio.Event()

    @property
    def routes(self) -> list[BaseRoute]:
        """The routes to put before the site."""
        return [Route(RELOAD_SCRIPT, self._script), Route(EVENTS, self._events)]

    def tell(self, built: str) -> None:
        """Makes every open page reload."""
        self._built = built
        self._wake()

    def stop(self) -> None:
        """Ends every open stream, so that the server can end."""
        self._stopped = True
        self._wake()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _script(self, _: Request) -> Response:
        return Response(_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-store"})

    async def _events(self, _: Request) -> Response:
        return StreamingResponse(
            self._stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _stream(self) -> AsyncIterator[str]:
        while not self._stopped:
            changed = self._changed
            yield f"event: built\ndata: {self._built}\n\n"
            await changed.wait()
