# A serial line with a printer at its end: a pty, whose name is said first, and for each time that it is
# opened a connection to the printer, which listens on a port of this machine. Ended, the cable is cut.
import errno
import os
import select
import socket
import sys
import time
import tty

line, end = os.openpty()
tty.setraw(end)
print(os.ttyname(end), flush=True)
os.close(end)
printer = None
while True:
    heard = select.select([line] + ([printer] if printer else []), [], [])[0]
    if line in heard:
        try:
            taken = os.read(line, 4096)
        except OSError as fault:
            if fault.errno != errno.EIO:
                raise
            # Nobody has it open.
            if printer:
                printer.close()
                printer = None
            time.sleep(0.02)
            continue
        if printer is None:
            printer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        printer.sendall(taken)
    if printer and printer in heard:
        try:
            said = printer.recv(4096)
        except ConnectionResetError:
            said = b""
        if not said:
            # The printer takes no more: its cable is out.
            sys.exit()
        os.write(line, said)
