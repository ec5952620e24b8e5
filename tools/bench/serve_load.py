#!/usr/bin/env python3
"""Asks a server of `eigenlex serve` for neighbours by many clients at a time.

Usage: serve_load.py URL [--clients 50] [--seconds 30]

Each client has a connection that it keeps and asks for a random word as soon as the last answer is
there. Prints the requests a second, the errors, and percentiles of the time from a request to the
end of its answer. Without packages; one thread, which takes a processor while it runs.
"""

import argparse
import asyncio
import json
import random
import sys
import time
import urllib.parse
import urllib.request

PERCENTILES = (50, 90, 99, 99.9, 100)


def percentile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    )
    return status, await reader.readexactly(length)


async def client(number: int, place, targets, end: float, times: list[float], errors: list[str]):
    draw = random.Random(number)
    reader = writer = None
    while time.monotonic() < end:
        begun = time.monotonic()
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection(*place)
            target = draw.choice(targets)
            writer.write(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            status, body = await read_answer(reader)
            if status != 200 or not json.loads(body)["neighbours"]:
                errors.append(f"{target}: {status} {body[:80]!r}")
        except asyncio.IncompleteReadError as error:
            # A server ends a connection after a number of requests: one that was not answered is
            # asked again.
            writer = None
            if error.partial:
                errors.append("an answer broke off")
            continue
        except OSError as error:
            writer = None
            errors.append(repr(error))
        times.append(1000 * (time.monotonic() - begun))


async def measure(url: str, clients: int, seconds: float) -> tuple[list[float], list[str]]:
    parts = urllib.parse.urlsplit(url)
    with urllib.request.urlopen(f"{url.rstrip('/')}/api/words") as answer:
        words = json.load(answer)["words"]
    targets = [f"/api/neighbours?word={urllib.parse.quote(word)}" for word in words]
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds
    place = (parts.hostname, parts.port)
    await asyncio.gather(*(client(i, place, targets, end, times, errors) for i in range(clients)))
    return times, errors


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()
    times, errors = asyncio.run(measure(arguments.url, arguments.clients, arguments.seconds))
    times.sort()
    print(f"{len(times)} requests, {len(times) / arguments.seconds:.0f} a second, {len(errors)} errors")
    print("milliseconds: " + ", ".join(f"p{share:g} {percentile(times, share):.1f}" for share in PERCENTILES))
    for error in errors[:5]:
        print(error, file=sys.stderr)
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
