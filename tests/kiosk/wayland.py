"""The little of Wayland's protocol that a hand on the station's mouse or keyboard needs. No tool of Debian's does the same."""
import array
import os
import socket
import struct
import sys

DISPLAY, REGISTRY, DONE, FIRST_FREE = 1, 2, 3, 4


class Compositor:
    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(os.path.join(os.environ["XDG_RUNTIME_DIR"], os.environ["WAYLAND_DISPLAY"]))
        self.last = FIRST_FREE - 1
        self.send(DISPLAY, 1, REGISTRY)
        self.names = {}
        for thing, body in self.answers():
            if thing == REGISTRY:
                name, length = struct.unpack("=II", body[:8])
                self.names.setdefault(body[8:8 + length - 1].decode(), name)

    def new(self):
        self.last += 1
        return self.last

    def bind(self, interface):
        """The only version that is asked for is the first."""
        word = interface.encode() + b"\0"
        padded = struct.pack("=I", len(word)) + word + b"\0" * (-len(word) % 4)
        thing = self.new()
        self.send(REGISTRY, 0, self.names[interface], tail=padded + struct.pack("=II", 1, thing))
        return thing

    def send(self, thing, request, *numbers, tail=b"", file=None):
        message = packed(thing, request, *numbers, tail=tail)
        files = [] if file is None else [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file]))]
        if self.socket.sendmsg([message], files) != len(message):
            sys.exit("the compositor takes no more")

    def answers(self):
        """What the compositor says until it has answered everything."""
        self.send(DISPLAY, 0, DONE)
        while True:
            thing, head = struct.unpack("=II", self.read(8))
            body = self.read((head >> 16) - 8)
            if thing == DONE:
                return
            if thing == DISPLAY and head & 0xFFFF == 0:
                sys.exit(f"the compositor complains: {body}")
            yield thing, body

    def read(self, size):
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                sys.exit("the compositor ended the connection")
            data += more
        return data


def packed(thing, request, *numbers, tail=b""):
    body = struct.pack(f"={len(numbers)}I", *numbers) + tail
    return struct.pack("=II", thing, (8 + len(body)) << 16 | request) + body
