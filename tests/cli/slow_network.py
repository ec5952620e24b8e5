"""A network switch in this process, which delays every frame: for kernels whose tc cannot.

Ports are TAP devices. They belong to the root namespace when they are made; whoever wants one as the
link of a host moves it there.
"""

import collections
import contextlib
import fcntl
import os
import select
import struct
import threading
import time

TUN_DEVICE = "/dev/net/tun"
TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
MOST_BYTES = 66_000


def open_port(name: str) -> int:
    """Makes a TAP device; its frames are read and written by the descriptor."""
    descriptor = os.open(TUN_DEVICE, os.O_RDWR | os.O_NONBLOCK)
    try:
        flags = struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI)
        fcntl.ioctl(descriptor, TUNSETIFF, flags)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


class SlowSwitch:
    """Passes frames on between its ports, each so many seconds after it came."""

    def __init__(self, names: list[str], delay: float):
        self.delay = delay
        self.ports = []
        try:
            for name in names:
                self.ports.append(open_port(name))
        except OSError:
            self.close_ports()
            raise
        self.waiting = collections.deque()  # (when, from, frame), in the order of times
        self.port_of = {}  # by address
        self.ending, self.end = os.pipe()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def close(self):
        os.write(self.end, b".")
        self.thread.join()
        self.close_ports()
        os.close(self.end)
        os.close(self.ending)

    def close_ports(self):
        for port in self.ports:
            os.close(port)

    def run(self):
        poll = select.poll()
        for port in (*self.ports, self.ending):
            poll.register(port, select.POLLIN)
        while True:
            wait = None
            if self.waiting:
                wait = max(0.0, self.waiting[0][0] - time.monotonic()) * 1000
            ready = [port for port, _ in poll.poll(wait)]
            if self.ending in ready:
                return
            for port in ready:
                try:
                    self.take(port)
                except OSError:  # It went with the namespace that had it.
                    poll.unregister(port)
            while self.waiting and self.waiting[0][0] <= time.monotonic():
                _, port, frame = self.waiting.popleft()
                self.pass_on(port, frame)

    def take(self, port: int):
        """All frames that are there now."""
        with contextlib.suppress(BlockingIOError):
            while True:
                frame = os.read(port, MOST_BYTES)
                self.waiting.append((time.monotonic() + self.delay, port, frame))
                self.port_of[frame[6:12]] = port

    def pass_on(self, port: int, frame: bytes):
        to = self.port_of.get(frame[:6])
        for other in (to,) if to is not None else self.ports:
            if other != port:
                # A full queue drops it, and a link that is down takes none, as cables do.
                with contextlib.suppress(OSError):
                    os.write(other, frame)
