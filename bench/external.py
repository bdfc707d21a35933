# Runs a program that is not Node and reports its cost: CPU time, wall time and peak memory of it and its children.
# usage: external.py <program> <argument> …; what the program prints is thrown away.
import json
import os
import subprocess
import sys
import time

began = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
wall = time.perf_counter() - began
cost = {
    "status": os.waitstatus_to_exitcode(status),
    "cpu": (used.ru_utime + used.ru_stime) * 1e6,
    "wall": wall * 1e6,
    "peak": used.ru_maxrss * 1024,
}
print(json.dumps(cost))
