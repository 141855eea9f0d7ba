"""Asks for a websocket through the proxy, and fails unless it is upgraded: websocket.py HOST [AUTHORITY]"""

import socket
import ssl
import sys

host = sys.argv[1]
authority = sys.argv[2] if len(sys.argv) > 2 else None
request = (
    "GET /ws/sessions/ HTTP/1.1",
    f"Host: {host}",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dmVyaWZpY2F0aW9uLi4uLg==",
    "Sec-WebSocket-Protocol: guichet.v1",
    f"Origin: https://{host}",
    "",
    "",
)
context = ssl.create_default_context(cafile=authority)
with socket.create_connection((host, 443), timeout=30) as plain:
    with context.wrap_socket(plain, server_hostname=host) as connection:
        connection.sendall("\r\n".join(request).encode())
        status = connection.recv(4096).split(b"\r\n")[0].decode()
print(status)
sys.exit(0 if " 101 " in status else 1)
