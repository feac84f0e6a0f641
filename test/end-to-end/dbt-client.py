"""What the tests call dbt: hands its words to dbt-server.py, its output with them, and ends as the command does.

  python -SE dbt-client.py SOCKET WORD...
"""

import json
import os
import socket
import sys

command = {"words": sys.argv[2:], "folder": os.getcwd(), "environment": dict(os.environ)}
text = json.dumps(command).encode()
with socket.socket(socket.AF_UNIX) as connection:
    connection.connect(sys.argv[1])
    socket.send_fds(connection, [len(text).to_bytes(4, "big")], [1, 2])
    connection.sendall(text)
    code = connection.recv(1)
sys.exit(code[0] if code else 1)
