"""The server of `serve`: its API, what it refuses, its limits, and how it ends."""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
import unittest
import urllib.parse
from pathlib import Path

from support import (
    PROGRAM, TOY_OPTIONS, CliTest, run, shared_folder, toy_classes, toy_corpus, toy_model, vocabulary,
)  # fmt: skip

MALFORMED = 10_000
CLIENTS = 50
PAGE = Path(__file__).resolve().parents[2] / "tools" / "eigenlex" / "page"


class Server:
    """A server of models at a port of its own; use it in a `with` statement."""

    def __init__(self, *arguments, **options):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", *map(str, arguments), "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
        )  # fmt: skip
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise AssertionError(f"no server: {self.process.stderr.read()}")
        self.port = urllib.parse.urlsplit(self.url).port

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end(signal.SIGKILL)

    def end(self, number) -> tuple[int, str]:
        """Ends it by a signal; its exit status and what it said."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=10)
        return self.process.returncode, said

    def ask(self, target, method="GET", headers=None, body=None):
        """The answer to a request and its body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, target, body, headers or {})
            answer = connection.getresponse()
            return answer, answer.read()

    def api(self, route, status=200, **parameters):
        query = urllib.parse.urlencode(parameters)
        answer, body = self.ask(f"/api/{route}?{query}" if query else f"/api/{route}")
        if answer.status != status:
            raise AssertionError(f"{route} {parameters}: {answer.status} {body[:200]}")
        return json.loads(body)

    def raw(self, sent: bytes, patience=10.0) -> bytes:
        """What comes back for bytes, until the other end closes or nothing comes any more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as link:
            got = b""
            with contextlib.suppress(OSError):
                link.sendall(sent)
                link.shutdown(socket.SHUT_WR)
            with contextlib.suppress(OSError):
                while part := link.recv(65536):
                    got += part
            return got

    def memory(self) -> int:
        """Bytes that the process holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


class Shared(CliTest):
    """Tests that ask one server, which is there for all of them."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(toy_model())
        cls.words = vocabulary(toy_model())

    @classmethod
    def tearDownClass(cls):
        cls.server.end(signal.SIGKILL)


class Api(Shared):
    def test_neighbours_are_those_of_similar(self):
        for question in (self.words[3], f"{self.words[3]} - {self.words[5]} + {self.words[9]}"):
            found = self.server.api("neighbours", word=question, count=5)["neighbours"]
            lines = self.succeed("similar", toy_model(), *question.split(), "-k", "5").lines
            self.assertEqual(len(found), 5)
            for each, line in zip(found, lines):
                _, word, score = line.split("\t")
                self.assertEqual(each["word"], word)
                self.assertAlmostEqual(each["similarity"], float(score), delta=6e-5)

    def test_the_description_has_the_routes_that_there_are(self):
        paths = self.server.api("openapi.json")["paths"]
        self.assertEqual(self.server.api("openapi.json"), json.loads((PAGE / "openapi.json").read_text()))
        described = {
            path: [(each["name"], each["required"]) for each in operations["get"]["parameters"]]
            for path, operations in paths.items()
        }
        routes = {
            route["path"]: [(each["name"], each["required"]) for each in route["parameters"]]
            for route in json.loads(self.server.ask("/api")[1])["routes"]
        }
        self.assertGreater(len(routes), 5)
        self.assertEqual(described, routes)

    def test_answers_have_the_properties_that_are_described(self):
        description = self.server.api("openapi.json")

        def check(value, schema, where):
            if "$ref" in schema:
                schema = description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
            if schema.get("type") == "object":
                self.assertEqual(set(value) - set(schema["properties"]), set(), where)
                for key, part in value.items():
                    check(part, schema["properties"][key], f"{where}.{key}")
            elif schema.get("type") == "array":
                for part in value:
                    check(part, schema["items"], where)
            elif schema.get("type") == "string":
                self.assertIsInstance(value, str, where)

        asked = {"word": self.words[1], "a": self.words[1], "b": self.words[2], "c": self.words[3],
                 "prefix": self.words[1][:2]}  # fmt: skip
        for path, operations in description["paths"].items():
            operation = operations["get"]
            needed = {each["name"]: asked[each["name"]] for each in operation["parameters"] if each["required"]}
            answer, body = self.server.ask(f"{path}?{urllib.parse.urlencode(needed)}")
            while answer.status == 202:  # a map that is being made
                self.assertEqual(json.loads(body)["state"], "making")
                time.sleep(0.1)
                answer, body = self.server.ask(path)
            if answer.status == 404:  # what this model does not keep
                self.assertIn("404", operation["responses"], path)
                continue
            self.assertEqual(answer.status, 200, path)
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            check(json.loads(body), schema, path)

    def test_each_file_of_the_page_is_there_and_may_not_run_others(self):
        for path in ("/", "/index.html", "/app.js", "/map.js", "/style.css"):
            answer, body = self.server.ask(path)
            self.assertEqual(answer.status, 200, path)
            self.assertEqual(body, (PAGE / (path[1:] or "index.html")).read_bytes())
            policy = answer.getheader("Content-Security-Policy")
            self.assertIn("default-src 'none'", policy)
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(answer.getheader("X-Content-Type-Options"), "nosniff")
        served = {path.name for path in PAGE.iterdir()} - {"openapi.json"}
        for name in served:
            self.assertEqual(self.server.ask(f"/{name}")[0].status, 200, name)

    def test_answers_are_not_kept_nor_shared_with_other_origins(self):
        answer, _ = self.server.ask("/api/models", headers={"Origin": "https://elsewhere.example"})
        self.assertEqual(answer.getheader("Cache-Control"), "no-store")
        self.assertIsNone(answer.getheader("Access-Control-Allow-Origin"))
        self.assertEqual(answer.getheader("Cross-Origin-Resource-Policy"), "same-origin")
        self.assertTrue(answer.getheader("Content-Type").startswith("application/json"))

    def test_no_answer_has_a_path_of_the_machine(self):
        for route in json.loads(self.server.ask("/api")[1])["routes"]:
            _, body = self.server.ask(route["path"])
            self.assertNotIn(str(toy_model().parent).encode(), body)
        self.assertEqual(self.server.api("models")["models"][0]["name"], toy_model().name)


class Http(Shared):
    def test_methods(self):
        whole, body = self.server.ask("/api/models")
        head, nothing = self.server.ask("/api/models", "HEAD")
        self.assertEqual((head.status, nothing), (200, b""))
        self.assertEqual(head.getheader("Content-Length"), str(len(body)))
        self.assertEqual(whole.getheader("Content-Length"), str(len(body)))
        options, _ = self.server.ask("/api/models", "OPTIONS")
        self.assertEqual((options.status, options.getheader("Allow")), (200, "GET, HEAD, OPTIONS"))
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer, _ = self.server.ask("/api/models", method, body="x" * 100)
            self.assertEqual((answer.status, answer.getheader("Allow")), (405, "GET, HEAD, OPTIONS"))
            # What follows a body that nobody read is no request.
            self.assertEqual(answer.getheader("Connection"), "close")

    def test_hosts_are_addresses_and_localhost(self):
        for host in ("127.0.0.1", "localhost", "LOCALHOST:1", "[::1]:80", "10.0.0.7"):
            self.assertEqual(self.server.ask("/api", headers={"Host": host})[0].status, 200, host)
        for host in ("evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.x", "",
                     "[::1", "[evil]", "0x7f.1", "127.1", "user@localhost"):  # fmt: skip
            self.assertIn(self.server.ask("/api", headers={"Host": host})[0].status, (400, 421), host)
        for lines in (b"", b"Host: localhost\r\nHost: evil.example\r\n"):
            self.assertIn(b" 400 ", self.server.raw(b"GET /api HTTP/1.1\r\n" + lines + b"\r\n")[:20])

    def test_requests_are_short(self):
        long = b"GET /api HTTP/1.1\r\nHost: localhost\r\n" + b"A: " + b"b" * 6000 + b"\r\n"
        self.assertIn(b" 200 ", self.server.raw(long + b"\r\n")[:20])
        self.assertIn(b" 431 ", self.server.raw(long + b"C: " + b"d" * 6000 + b"\r\n\r\n")[:20])
        endless = b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 200_000
        self.assertIn(b" 431 ", self.server.raw(endless)[:20])
        self.assertIn(b" 431 ", self.server.raw(b"GET /" + b"a" * 100_000)[:20])
        chunks = (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + b"fff\r\n" + b"x" * 4095 + b"\r\n")  # fmt: skip
        self.assertIn(b" 405 ", self.server.raw(chunks * 20)[:20])

    def test_parts_and_compression_are_not_offered(self):
        whole, body = self.server.ask("/style.css")
        many = "bytes=" + ",".join(["0-"] * 500)
        for headers in ({"Range": "bytes=0-3"}, {"Range": many}, {"Accept-Encoding": "br, gzip"}):
            answer, same = self.server.ask("/style.css", headers=headers)
            self.assertIn(answer.status, (200, 416))
            self.assertIsNone(answer.getheader("Content-Encoding"))
            self.assertLessEqual(len(same), len(body))
        self.assertEqual(whole.getheader("Accept-Ranges"), "none")

    def test_a_request_that_does_not_end_is_ended(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=15) as link:
            link.sendall(b"GET /api HTTP/1.1\r\n")
            self.assertIn(b" 408 ", link.recv(1000)[:20])

    def test_a_connection_answers_many_requests(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        with contextlib.closing(connection):
            for _ in range(50):
                connection.request("GET", "/api/models")
                answer = connection.getresponse()
                answer.read()
                self.assertEqual(answer.status, 200)
                sock = connection.sock
            self.assertIs(connection.sock, sock)

    def test_idle_connections_do_not_keep_others_out(self):
        idle = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(150)]
        try:
            begun = time.monotonic()
            self.assertEqual(self.server.ask("/api/models")[0].status, 200)
            self.assertLess(time.monotonic() - begun, 10)
        finally:
            for link in idle:
                link.close()

    def test_clients_at_a_time_get_the_answers_of_one(self):
        questions = self.words[:20]
        expected = {word: self.server.api("neighbours", word=word) for word in questions}
        wrong = []

        def client(number):
            for i in range(20):
                word = questions[(number + i) % len(questions)]
                try:
                    if self.server.api("neighbours", word=word) != expected[word]:
                        wrong.append(word)
                except Exception as error:  # noqa: BLE001
                    wrong.append(repr(error))

        threads = [threading.Thread(target=client, args=(i,)) for i in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_malformed_requests_do_no_harm_and_take_no_memory(self):
        draw = random.Random(1)
        sane = b"GET /api/neighbours?word=a%20-%20b&count=5 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        whole = (sane, sane.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nContent-Length: 9\r\n\r\n"),
                 sane.replace(b"\r\n\r\n", b"\r\nRange: bytes=0-1,2-3\r\nExpect: 100-continue\r\n\r\n"))  # fmt: skip

        def malformed() -> bytes:
            bytes_ = bytearray(draw.choice(whole))
            for _ in range(draw.randrange(1, 8)):
                at = draw.randrange(len(bytes_))
                kind = draw.randrange(4)
                if kind == 0:
                    bytes_[at] = draw.randrange(256)
                elif kind == 1:
                    del bytes_[at : at + draw.randrange(1, 20)]
                elif kind == 2:
                    bytes_[at:at] = draw.randbytes(draw.randrange(1, 40))
                else:
                    bytes_[at:at] = bytes_[at : at + 30] * draw.randrange(1, 60)
                if not bytes_:
                    bytes_ = bytearray(b"\0")
            return bytes(bytes_)

        def send(requests):
            for each in requests:
                self.server.raw(each)

        def send_all(count):
            parts = [[malformed() for _ in range(count // 8)] for _ in range(8)]
            threads = [threading.Thread(target=send, args=(part,)) for part in parts]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        send_all(MALFORMED // 5)  # what is allocated once
        before = self.server.memory()
        send_all(MALFORMED)
        self.assertIsNone(self.server.process.poll())
        self.assertLess(self.server.memory() - before, 8 << 20)
        self.assertEqual(self.server.ask("/api/models")[0].status, 200)


class Command(CliTest):
    def test_signals_end_it(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with Server(toy_model(), "--quiet") as server:
                server.api("models")
                begun = time.monotonic()
                self.assertEqual(server.end(number), (status, "eigenlex: interrupted\n"))
                self.assertLess(time.monotonic() - begun, 5)

    def test_a_port_in_use_is_refused(self):
        with Server(toy_model()) as server:
            self.fail_with(1, "serve", toy_model(), "--quiet", "--port", server.port,
                           says=(f"127.0.0.1:{server.port}", "--port 0"))  # fmt: skip

    def test_ports_and_addresses_that_there_are_not_are_refused(self):
        self.fail_with(1, "serve", toy_model(), "--port", "70000", says=("--port", "65535"))
        self.fail_with(1, "serve", toy_model(), "--quiet", "--port", "0", "--bind", "203.0.113.7",
                       says=("203.0.113.7",))  # fmt: skip
        self.fail_with(1, "serve", self.folder / "none", "--port", "0", says=("none",))

    def test_it_says_that_others_can_ask(self):
        with Server(toy_model(), "--bind", "0.0.0.0", "--quiet", "--host", "Words.example",
                    "--allow-origin", "https://a.example") as server:  # fmt: skip
            self.assertEqual(server.url, f"http://127.0.0.1:{server.port}/")
            answer, _ = server.ask("/api", headers={"Host": "words.example:80"})
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.getheader("Access-Control-Allow-Origin"), "https://a.example")
            self.assertEqual(server.ask("/api", headers={"Host": "b.example"})[0].status, 421)
            self.assertIn("other machines", server.end(signal.SIGTERM)[1])

    def test_two_models_stand_side_by_side(self):
        second = self.folder / "second.model"
        self.succeed("export", toy_model(), "--format", "int8", "-o", second)
        with Server(toy_model(), second) as server:
            names = [each["name"] for each in server.api("models")["models"]]
            self.assertEqual(names, [toy_model().name, "second.model"])
            word = vocabulary(toy_model())[4]
            self.assertEqual(server.api("neighbours", word=word, model=1)["model"], "second.model")
            self.assertEqual(server.api("neighbours", 400, word=word, model=2)["error"]["parameter"], "model")

    def test_a_damaged_model_is_refused(self):
        copy = self.folder / "copy.model"
        copy.mkdir()
        for path in toy_model().iterdir():
            if path.is_file():
                (copy / path.name).write_bytes(path.read_bytes())
        with (copy / "vectors.npy").open("r+b") as file:
            file.seek(-1, os.SEEK_END)
            file.write(b"\x55")
        self.fail_with(1, "serve", copy, "--port", "0", says=("vectors.npy",))


class Evidence(CliTest):
    @classmethod
    def setUpClass(cls):
        cls.model = shared_folder() / "evidence.model"
        made = run("train", toy_corpus(), "-o", cls.model, *TOY_OPTIONS, "--keep-counts", "--keep-text")
        assert made.status == 0, made.stderr
        cls.server = Server(cls.model)
        cls.words = [word for word in vocabulary(cls.model) if word in toy_classes()]

    @classmethod
    def tearDownClass(cls):
        cls.server.end(signal.SIGKILL)

    def test_the_model_says_what_it_keeps(self):
        self.assertEqual(self.server.api("models")["models"][0]["evidence"], ["counts", "text"])

    def test_shared_contexts_sum_to_the_cosine_and_are_those_of_why(self):
        a, b = self.words[:2]
        answer = self.server.api("why", a=a, b=b, count=1000, least=0)
        self.assertAlmostEqual(sum(each["part"] for each in answer["shared"]), answer["cosine"], delta=1e-4)
        shown = json.loads(self.succeed("why", self.model, a, b, "--json").stdout)
        self.assertEqual(
            [each["context"] for each in self.server.api("why", a=a, b=b)["shared"][:5]],
            [each["context"] for each in shown["shared"][:5]],
        )

    def test_contexts_and_occurrences(self):
        word = self.words[0]
        for measure in ("ppmi", "log-likelihood", "log-dice"):
            contexts = self.server.api("contexts", word=word, measure=measure)["contexts"]
            scores = [each["score"] for each in contexts]
            self.assertEqual(scores, sorted(scores, reverse=True))
            self.assertGreater(len(scores), 3)
        self.assertEqual(self.server.api("contexts", 400, word=word, measure="x")["error"]["parameter"], "measure")
        found = self.server.api("kwic", word=word, count=3)
        self.assertEqual(len(found["occurrences"]), 3)
        lines = toy_corpus().read_text().splitlines()
        for each in found["occurrences"]:
            self.assertEqual(each["file"], toy_corpus().name)
            self.assertIn("".join(part["text"] for part in each["parts"]), lines[each["line"] - 1])
            self.assertEqual([part["text"] for part in each["parts"] if part["match"]], [word])
        both = self.server.api("kwic", word=word, **{"with": lines[found["occurrences"][0]["line"] - 1].split()[0]})
        self.assertLessEqual(both["total"], found["total"])

    def test_unknown_words_are_named(self):
        self.assertEqual(self.server.api("why", a="nothere", b=self.words[0])["unknown"][0]["word"], "nothere")
        self.assertEqual(self.server.api("kwic", word="nothere")["unknown"][0]["word"], "nothere")


class Static(CliTest):
    def write_site(self, name: str, *options) -> Path:
        self.succeed("serve", toy_model(), "--static", self.folder / name, "--quiet", *options)
        return self.folder / name

    def test_the_files_have_the_answers_of_the_server(self):
        site = self.write_site("site", "--words", "300")
        names = {path.name for path in PAGE.iterdir()} - {"openapi.json"}
        self.assertEqual({path.name for path in site.iterdir()}, names | {"data"})
        self.assertIn('data-source="files"', (site / "index.html").read_text())
        self.assertEqual((site / "app.js").read_bytes(), (PAGE / "app.js").read_bytes())
        shard = json.loads((site / "data" / "neighbours-0-1.json").read_text())["rows"]
        self.assertEqual(len(shard), 300 - 256)
        with Server(toy_model()) as server:
            found = server.api("neighbours", word=vocabulary(toy_model())[258])["neighbours"]
            self.assertEqual(shard[2]["ids"], [each["id"] for each in found])
            self.assertEqual(shard[2]["similarities"], [each["similarity"] for each in found])
            self.assertEqual(json.loads((site / "data" / "words-0.json").read_text()), server.api("words"))

    def test_the_bytes_do_not_depend_on_threads(self):
        first = self.write_site("one", "--threads", "1") / "data"
        second = self.write_site("three", "--threads", "3") / "data"
        for path in first.iterdir():
            self.assertEqual(path.read_bytes(), (second / path.name).read_bytes(), path.name)

    def test_only_a_page_is_replaced_and_only_when_told(self):
        site = self.write_site("site")
        self.fail_with(1, "serve", toy_model(), "--static", site, says=("--force",))
        (site / "app.js").unlink()
        self.write_site("site", "--force")
        self.assertTrue((site / "app.js").exists())
        other = self.folder / "other"
        other.mkdir()
        (other / "mine.txt").write_text("mine")
        self.fail_with(1, "serve", toy_model(), "--static", other, "--force", says=("other",))
        self.assertEqual((other / "mine.txt").read_text(), "mine")
        self.assert_holds_only("other", "site")


if __name__ == "__main__":
    unittest.main()
