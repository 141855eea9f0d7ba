"""Fetches a file by TFTP as a machine does that starts, and prints how long it is: tftp.py HOST FILE"""

import socket
import struct
import sys

BLOCK = 512
DATA = 3

connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
connection.settimeout(20)
connection.sendto(struct.pack("!H", 1) + sys.argv[2].encode() + b"\0octet\0", (sys.argv[1], 69))
length = 0
awaited = 1
while True:
    packet, sender = connection.recvfrom(4 + BLOCK)
    kind, number = struct.unpack("!HH", packet[:4])
    if kind != DATA:
        sys.exit(packet[4:].decode(errors="replace").strip("\0"))
    connection.sendto(struct.pack("!HH", 4, number), sender)
    if number != awaited % 65536:
        continue
    awaited += 1
    length += len(packet) - 4
    if len(packet) < 4 + BLOCK:
        break
print(length)
