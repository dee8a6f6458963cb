#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An X server whose SYNC extension has no IDLETIME: stands before a real one, and says another name
for that counter. Arguments: the real display's number and its own."""

import socket
import sys
import threading


def address(display):
    """The abstract one."""
    return f'\0/tmp/.X11-unix/X{display}'


def forward(source, sink, old=b'', new=b''):
    try:
        while data := source.recv(1 << 20):
            sink.sendall(data.replace(old, new) if old else data)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client, real):
    server = socket.socket(socket.AF_UNIX)
    with client, server:
        try:
            server.connect(address(real))
        except OSError:
            return
        back = threading.Thread(target=forward, args=(server, client, b'IDLETIME', b'OTHERIDL'))
        back.start()
        forward(client, server)
        back.join()


def main():
    real, own = sys.argv[1:]
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address(own))
    listener.listen()
    print('ready', flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, real), daemon=True).start()


if __name__ == '__main__':
    main()
