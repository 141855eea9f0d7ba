"""A mail server that takes letters over TLS alone and writes them to a file: letters.py ADDRESS PORT CERTIFICATE KEY FILE"""

import ssl
import sys
import time

from aiosmtpd.controller import Controller

address, port, certificate, key, file = sys.argv[1:]


class Letters:
    async def handle_DATA(self, server, session, envelope):
        with open(file, "ab") as letters:
            letters.write(envelope.content + b"\n")
        return "250 taken"


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
Controller(Letters(), hostname=address, port=int(port), tls_context=context, require_starttls=True).start()
while True:
    time.sleep(3600)
