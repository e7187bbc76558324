"""The service of the tests in `odata_server.rs`: an OData server of others, with the schema of `metadata.xml`.

In: HTTP requests below `/v1.0`, on a free port, which is the first line of the output. Out: what odatapy responds, with two additions
for the tests:

* `/users/delta` is the list of users with change tracking. odatapy has no bound functions without a namespace.
* The header `x-fault: NAME STATUS STATUS...` fails the first requests with this value: the first one with the first status, and so on.
  The requests after them reach odatapy.

The process ends with its standard input, so that it does not outlive the test.
"""

import os
import socket
import sys
import threading
from collections import Counter
from pathlib import Path

import uvicorn
from odatapy.edm.xml_io import XmlEdmProvider
from odatapy.server import OData
from odatapy.server.adapters import ODataASGIApp
from odatapy.server.inmemory import InMemoryDataStore, InMemoryProcessor

ROOT = "/v1.0"
LIST = f"{ROOT}/users"
DELTA = f"{ROOT}/users/delta"


class Etags:
    """Groups have ETags, and a change of a group needs one."""

    def has_etag(self, entity_set):
        return getattr(entity_set, "name", "") == "groups"

    def has_media_etag(self, entity_set):
        return False


def create():
    """Creates the server, without data."""
    odata = OData.new_instance()
    schema = XmlEdmProvider.from_file(str(Path(__file__).with_name("metadata.xml")))
    handler = odata.create_handler(odata.create_service_metadata(schema))
    handler.custom_etag_support = Etags()
    handler.register(InMemoryProcessor(InMemoryDataStore()))
    return ODataASGIApp(handler)


inner = create()
faults = Counter()


async def app(scope, receive, send):
    """Serves a request."""
    if scope["type"] != "http":
        return
    scope = dict(scope, root_path=ROOT)
    fault = next((value.decode() for name, value in scope["headers"] if name == b"x-fault"), None)
    status = next_fault(fault) if fault else None
    if status:
        await fail(status, send)
    elif scope["path"] == DELTA:
        await inner(track_changes(scope), receive, changes_sender(send))
    else:
        await inner(scope, receive, send)


def next_fault(fault):
    """Returns the status of the next response to a request with this header, or `None` if the request is served."""
    statuses = fault.split()[1:]
    count = faults[fault]
    faults[fault] += 1
    return int(statuses[count]) if count < len(statuses) else None


async def fail(status, send):
    """Sends an error, after which the client need not wait."""
    body = b'{"error":{"code":"injected","message":"a fault of the test"}}'
    headers = [(b"content-type", b"application/json"), (b"retry-after", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def track_changes(scope):
    """Converts a request for changes to one for a list, with the preference that odatapy documents."""
    others = [value for name, value in scope["headers"] if name == b"prefer"]
    headers = [header for header in scope["headers"] if header[0] != b"prefer"]
    headers.append((b"prefer", b", ".join([*others, b"odata.track-changes"])))
    return dict(scope, path=LIST, raw_path=LIST.encode(), headers=headers)


def changes_sender(send):
    """Returns a function that sends a response whose links lead to `/users/delta` again."""
    start = {}

    async def send_changes(message):
        if message["type"] == "http.response.start":
            start.update(message, body=b"")
            return
        start["body"] += message.get("body", b"")
        if message.get("more_body"):
            return
        body = start.pop("body").replace(f"{LIST}?$".encode(), f"{DELTA}?$".encode())
        start["headers"] = [header for header in start["headers"] if header[0] != b"content-length"]
        await send(start)
        await send({"type": "http.response.body", "body": body})

    return send_changes


def end_with_input():
    """Ends the process when the standard input ends."""
    sys.stdin.read()
    os._exit(0)


def main():
    """Serves requests until the standard input ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    # Connections are accepted from here on, and wait until the server is ready.
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=end_with_input, daemon=True).start()
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


if __name__ == "__main__":
    main()
