#!/usr/bin/python3
"""Presses keys as a hand does, by the kernel's numbers of them, on a keyboard with the layout that the station has:
`keyboard.py press NUMBER…`. Or faster than any hand, 10,000 in a second: `keyboard.py flood COUNT` prints how many there were."""
import os
import sys
import time

from wayland import Compositor, packed

A_SECOND = 10_000
PIECE = 100
# K and 7.
FLOOD = (37, 8)
KEYMAP = b"""xkb_keymap {
  xkb_keycodes { include "evdev" }; xkb_types { include "complete" };
  xkb_compat { include "complete" }; xkb_symbols { include "pc+us" };
};\0"""


class Keyboard:
    def __init__(self):
        self.compositor = Compositor()
        seat = self.compositor.bind("wl_seat")
        manager = self.compositor.bind("zwp_virtual_keyboard_manager_v1")
        self.number = self.compositor.new()
        self.compositor.send(manager, 0, seat, self.number)
        keymap = os.memfd_create("keymap")
        os.write(keymap, KEYMAP)
        self.compositor.send(self.number, 0, 1, file=keymap, tail=len(KEYMAP).to_bytes(4, sys.byteorder))
        self.heard()
        # The program in front hears of a new keyboard first.
        time.sleep(0.5)

    def heard(self):
        list(self.compositor.answers())

    def event(self, key, is_down):
        return packed(self.number, 1, int(time.monotonic() * 1000) & 0xFFFFFFFF, key, int(is_down))


def press(keys):
    keyboard = Keyboard()
    for key in keys:
        for is_down in (True, False):
            keyboard.compositor.socket.sendall(keyboard.event(key, is_down))
            time.sleep(0.03)
    keyboard.heard()
    time.sleep(0.3)


def flood(count):
    keyboard = Keyboard()
    start = time.monotonic()
    for done in range(0, count, PIECE):
        pressed = [keyboard.event(FLOOD[key % 2], is_down) for key in range(PIECE) for is_down in (True, False)]
        keyboard.compositor.socket.sendall(b"".join(pressed))
        time.sleep(max(0, start + (done + PIECE) / A_SECOND - time.monotonic()))
    # The answer comes after the last key.
    keyboard.heard()
    print(round(count / (time.monotonic() - start)))


if sys.argv[1] == "flood":
    flood(int(sys.argv[2]))
else:
    press(map(int, sys.argv[2:]))
