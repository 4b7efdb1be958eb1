"""ClickHouse's own engine (chDB) behind as much of its HTTP interface as clients of these tests use.

usage: server.py <port> <data folder> <user> <password>; says "ready" once it listens.
Queries run in turn, in one session: one process is one ClickHouse.
"""

import base64
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from chdb import session

PORT, FOLDER, USER, PASSWORD = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
ENGINE = session.Session(FOLDER)
TURN = threading.Lock()

# What the interface itself takes; every other parameter is a setting.
OWN = {"query", "database", "query_id", "session_id", "default_format", "wait_end_of_query", "role"}
STATUS = {60: 404, 81: 404, 516: 403}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if urlsplit(self.path).path == "/ping":
            return self.answer(200, b"Ok.\n")
        self.run(b"")

    def do_POST(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            return self.run(self.chunks())
        self.run(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def chunks(self):
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def run(self, body):
        given = {key: values[-1] for key, values in parse_qs(urlsplit(self.path).query, keep_blank_values=True).items()}
        if not self.is_known():
            return self.fail(516, "Code: 516. DB::Exception: Authentication failed: password is incorrect. (AUTHENTICATION_FAILED)")
        text = "\n".join(part for part in (given.get("query", ""), body.decode()) if part != "")
        parameters = {key[len("param_"):]: value for key, value in given.items() if key.startswith("param_")}
        settings = {key: value for key, value in given.items() if key not in OWN and not key.startswith("param_")}
        try:
            with TURN:
                result = self.query(text, given, settings, parameters)
            self.answer(200, result)
        except Exception as error:
            message = str(error)
            code = re.match(r"Code: (\d+)", message)
            self.fail(int(code.group(1)) if code else 1000, message)

    def query(self, text, given, settings, parameters):
        ENGINE.query("USE `%s`" % given.get("database", "default"))
        for key, value in settings.items():
            ENGINE.query("SET %s = '%s'" % (key, value))
        try:
            return bytes(ENGINE.query(text, given.get("default_format", "TabSeparated"), params=parameters).bytes())
        finally:
            for key in settings:
                ENGINE.query("SET %s = DEFAULT" % key)

    def is_known(self):
        user, key = self.headers.get("X-ClickHouse-User"), self.headers.get("X-ClickHouse-Key", "")
        if user is None:
            basic = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
            user, _, key = basic.partition(":")
        return (user, key) == (USER, PASSWORD)

    def fail(self, code, message):
        self.answer(STATUS.get(code, 500), message.encode(), {"X-ClickHouse-Exception-Code": str(code)})

    def answer(self, status, body, headers={}):
        self.send_response(status)
        for key, value in {"X-ClickHouse-Summary": "{}", **headers}.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
server.daemon_threads = True
print("ready", flush=True)
server.serve_forever()
