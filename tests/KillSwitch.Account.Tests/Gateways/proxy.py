"""A small proxy with the pre-call hook, as LiteLLM's proxy calls it: an API key is a team's, and the caller names a model.

It answers what it would send to Bedrock. Argument: the port.
"""

import asyncio
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import killswitch_gateway


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        # The key's own team; none where the key has none.
        team = self.headers["Authorization"].split(" ", 1)[1] or None
        key = SimpleNamespace(team_alias=None if team == "nobody" else team, team_id=None, key_alias=None, user_id=None, metadata={})
        try:
            hook = killswitch_gateway.proxy_handler_instance
            sent, code = asyncio.run(hook.async_pre_call_hook(key, None, data, "completion")), 200
        except Exception as error:  # pylint: disable=broad-except
            sent, code = {"error": str(getattr(error, "detail", error))}, getattr(error, "status_code", 500)
        body = json.dumps(sent).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Proxy) as server:
        print("listening", flush=True)
        server.serve_forever()
