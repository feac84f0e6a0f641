"""dbt for many commands: a process that has imported it forks another one for each.

  python dbt-server.py SOCKET        prints a line when it listens

A command is a connection to the Unix socket: four bytes of length with the file descriptors of its output, then JSON of
"words", "folder" and "environment". The answer is a byte, the exit code, when the command's process has ended. Whoever
closes the connection before that ends the process too. A project is parsed once, whatever the time of its load.
"""

import atexit
import json
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "engines" / "session"))

import dbt.adapters.duckdb  # noqa: F401
import parsed_once
from dbt.cli.main import cli


def main():
    parsed_once.install()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(sys.argv[1])
        listener.listen(64)
        print("listening", flush=True)
        while True:
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                keep(connection)
                os._exit(0)
            connection.close()


def keep(connection):
    """In a process of its own: one command from its words to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    length, output, _, _ = socket.recv_fds(connection, 4, 2)
    command = json.loads(received(connection, int.from_bytes(length, "big")))
    ended, living = os.pipe()
    child = os.fork()
    if child == 0:
        run(command, output)
    # Only the command itself may hold its output open, and the pipe, which ends with it.
    for descriptor in (*output, living):
        os.close(descriptor)
    ready, _, _ = select.select([ended, connection], [], [])
    if connection in ready:
        os.kill(child, signal.SIGKILL)
        return
    _, status = os.waitpid(child, 0)
    connection.sendall(bytes([os.waitstatus_to_exitcode(status) & 255]))


def received(connection, length):
    parts = b""
    while len(parts) < length:
        part = connection.recv(length - len(parts))
        if not part:
            os._exit(1)
        parts += part
    return parts


def run(command, output):
    for descriptor, standard in zip(output, (1, 2)):
        os.dup2(descriptor, standard)
    os.chdir(command["folder"])
    os.environ.clear()
    os.environ.update(command["environment"])
    time.tzset()
    sys.argv = ["dbt", *command["words"]]
    code = 1
    try:
        cli()
    except SystemExit as exit:
        code = exit.code if isinstance(exit.code, int) else 0 if exit.code is None else 1
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


main()
