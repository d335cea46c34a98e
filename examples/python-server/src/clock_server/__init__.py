import os
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Clock(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"Hello, it is {datetime.now(UTC):%H:%M}\n".encode())


def main() -> None:
    ThreadingHTTPServer(("", int(os.environ.get("PORT", 8080))), Clock).serve_forever()
