#!/usr/bin/python3
"""Presses keys faster than any hand: `flood.py KEYS`, 10,000 in a second. Prints how many a second there were."""
import os
import sys
import time

from wayland import Compositor, packed

A_SECOND = 10_000
PIECE = 100
# The codes of K and 7, as the kernel counts keys.
CODES = (37, 8)
KEYMAP = b"""xkb_keymap {
  xkb_keycodes { include "evdev" }; xkb_types { include "complete" };
  xkb_compat { include "complete" }; xkb_symbols { include "pc+us" };
};\0"""


def keyboard(compositor):
    seat, manager = compositor.bind("wl_seat"), compositor.bind("zwp_virtual_keyboard_manager_v1")
    keys = compositor.new()
    compositor.send(manager, 0, seat, keys)
    keymap = os.memfd_create("keymap")
    os.write(keymap, KEYMAP)
    compositor.send(keys, 0, 1, file=keymap, tail=len(KEYMAP).to_bytes(4, sys.byteorder))
    list(compositor.answers())
    # The program in front hears of a new keyboard first.
    time.sleep(0.5)
    return keys


def flood(count):
    compositor = Compositor()
    keys = keyboard(compositor)
    start = time.monotonic()
    for done in range(0, count, PIECE):
        now = int(time.monotonic() * 1000) & 0xFFFFFFFF
        pressed = [packed(keys, 1, now, CODES[key % 2], down) for key in range(PIECE) for down in (1, 0)]
        compositor.socket.sendall(b"".join(pressed))
        time.sleep(max(0, start + (done + PIECE) / A_SECOND - time.monotonic()))
    # The answer comes after the last key.
    list(compositor.answers())
    print(round(count / (time.monotonic() - start)))


flood(int(sys.argv[1]))
