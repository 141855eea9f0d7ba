#!/usr/bin/python3
"""Clicks on the station's screen as a hand does: `mouse.py X Y WIDTH HEIGHT [left|right]`. No tool of Debian's holds a button."""
import os
import socket
import struct
import sys
import time

REGISTRY, DONE, MANAGER, POINTER = 2, 3, 4, 5
BUTTONS = {"left": 0x110, "right": 0x111}
MANAGER_NAME = b"zwlr_virtual_pointer_manager_v1"


def send(server, thing, request, *numbers, tail=b""):
    body = struct.pack(f"={len(numbers)}I", *numbers) + tail
    server.sendall(struct.pack("=II", thing, (8 + len(body)) << 16 | request) + body)


def read(server, size):
    data = b""
    while len(data) < size:
        more = server.recv(size - len(data))
        if not more:
            sys.exit("the compositor ended the connection")
        data += more
    return data


def events(server):
    """What the compositor says until it has answered everything."""
    while True:
        thing, head = struct.unpack("=II", read(server, 8))
        body = read(server, (head >> 16) - 8)
        if thing == DONE:
            return
        if thing == 1 and head & 0xFFFF == 0:
            sys.exit(f"the compositor complains: {body}")
        yield thing, body


def text(word):
    padded = word + b"\0"
    return struct.pack("=I", len(padded)) + padded + b"\0" * (-len(padded) % 4)


def click(x, y, width, height, button="left"):
    server = socket.socket(socket.AF_UNIX)
    server.connect(os.path.join(os.environ["XDG_RUNTIME_DIR"], os.environ["WAYLAND_DISPLAY"]))
    send(server, 1, 1, REGISTRY)
    send(server, 1, 0, DONE)
    names = [struct.unpack("=I", body[:4])[0] for thing, body in events(server) if thing == REGISTRY and MANAGER_NAME in body]
    send(server, REGISTRY, 0, names[0], tail=text(MANAGER_NAME) + struct.pack("=II", 1, MANAGER))
    send(server, MANAGER, 0, 0, POINTER)

    def act(request, *numbers):
        send(server, POINTER, request, int(time.monotonic() * 1000) & 0xFFFFFFFF, *numbers)
        send(server, POINTER, 4)
        time.sleep(0.15)

    act(1, x - 1, y - 1, width, height)
    act(1, x, y, width, height)
    act(2, BUTTONS[button], 1)
    act(2, BUTTONS[button], 0)
    time.sleep(0.2)


click(*map(int, sys.argv[1:5]), *sys.argv[5:])
