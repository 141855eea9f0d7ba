#!/usr/bin/python3
"""Clicks on the station's screen as a hand does: `mouse.py X Y WIDTH HEIGHT [left|right]`."""
import sys
import time

from wayland import Compositor

BUTTONS = {"left": 0x110, "right": 0x111}


def click(x, y, width, height, button="left"):
    compositor = Compositor()
    manager, pointer = compositor.bind("zwlr_virtual_pointer_manager_v1"), compositor.new()
    compositor.send(manager, 0, 0, pointer)

    def act(request, *numbers):
        compositor.send(pointer, request, int(time.monotonic() * 1000) & 0xFFFFFFFF, *numbers)
        compositor.send(pointer, 4)
        time.sleep(0.15)

    act(1, x - 1, y - 1, width, height)
    act(1, x, y, width, height)
    act(2, BUTTONS[button], 1)
    act(2, BUTTONS[button], 0)
    time.sleep(0.2)


click(*map(int, sys.argv[1:5]), *sys.argv[5:])
