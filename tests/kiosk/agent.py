#!/usr/bin/python3
"""Does in the visitor's unit what a visitor might try: `agent.py serve` there, `agent.py ask COMMAND` from outside."""
import json
import socket
import subprocess
import sys
import threading

SOCKET = "/run/visitor/agent"


def answer(connection):
    with connection:
        command = connection.makefile().readline()
        try:
            done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=30, errors="replace")
            told = {"code": done.returncode, "text": (done.stdout + done.stderr)[-4000:]}
        except subprocess.TimeoutExpired:
            told = {"code": -1, "text": "it hangs"}
        connection.sendall(json.dumps(told).encode())


def serve():
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(SOCKET)
        door.listen()
        while True:
            threading.Thread(target=answer, args=(door.accept()[0],), daemon=True).start()


def ask(command):
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(SOCKET)
        door.sendall(command.replace("\n", " ").encode() + b"\n")
        sys.stdout.write(door.makefile().read())


if sys.argv[1] == "serve":
    serve()
else:
    ask(sys.argv[2])
