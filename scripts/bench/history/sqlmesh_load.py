"""Takes one load with SQLMesh: python sqlmesh_load.py FOLDER TIME. Prints, last, the seconds in `plan` or `run` and in
closing the warehouse; reading the project is not counted."""

import sys
import time

from sqlmesh import Context

folder, load_time = sys.argv[1:]
context = Context(paths=folder)
started = time.perf_counter()
if context.state_reader.get_environment("prod") is None:
    context.plan(execution_time=load_time, auto_apply=True, no_prompts=True)
else:
    context.run(execution_time=load_time, ignore_cron=True)
context.close()
print(time.perf_counter() - started)
