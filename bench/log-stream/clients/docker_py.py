# docker-py: client.api.logs(stream, follow) or attach(stream, demux), counted; the twin of child.ts, whose argument it
# takes and whose answer it prints. 'version' prints docker-py's; 'first <socket> <id>' reads and prints one line;
# 'engine <task>' reads from a real Engine, without a warm-up: Python has no compiler to wait for.
import json
import resource
import sys
import time

import docker

WARM_STREAM = 0.06


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(task):
    api = docker.APIClient(base_url='unix://' + task['socketPath'], version='1.41', timeout=600)

    def read(size):
        blocks = max(1, -(-int(size) // task['payload']))
        name = '%s_%d' % (task['workload'], blocks)
        payload = blocks * task['payload']
        count = 0
        before, began = cpu(), time.monotonic()
        if task['raw']:
            for out, err in api.attach(name, stream=True, demux=True):
                count += len(out or b'') + len(err or b'')
        else:
            for data in api.logs(name, stream=True, follow=True):
                count += len(data)
        used, wall = cpu() - before, time.monotonic() - began
        if count != payload:
            raise SystemExit('docker-py read %d bytes of payload, %d were sent' % (count, payload))
        return used, wall, payload, blocks * task['frames']

    used, _, payload, _ = read(1)
    while used < WARM_STREAM:
        used, _, payload, _ = read(payload * 2)
    used, wall, payload, frames = read(task.get('bytes') or payload * task['seconds'] / used)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({'cpu': used * 1e6, 'wall': wall * 1e6, 'payload': payload, 'frames': frames, 'peak': peak}))


def engine(task):
    api = docker.APIClient(base_url=task['host'], version='1.41', timeout=600)
    if task['way'] == 'exec':
        made = api.exec_create(task['container'], task['command'])
        output = api.exec_start(made['Id'], stream=True, demux=True)
    else:
        output = ((data, None) for data in api.logs(task['container'], stream=True, follow=True))
    count = 0
    before, began = cpu(), time.monotonic()
    for out, err in output:
        count += len(out or b'') + len(err or b'')
    used, wall = cpu() - before, time.monotonic() - began
    if count != task['bytes']:
        raise SystemExit('docker-py read %d bytes of %d' % (count, task['bytes']))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({'cpu': used * 1e6, 'wall': wall * 1e6, 'frames': 0, 'peak': peak}))


def first(path, name):
    api = docker.APIClient(base_url='unix://' + path, version='1.41')
    for data in api.logs(name, stream=True, follow=True):
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        break


if sys.argv[1] == 'version':
    print(docker.__version__)
elif sys.argv[1] == 'first':
    first(sys.argv[2], sys.argv[3])
elif sys.argv[1] == 'engine':
    engine(json.loads(sys.argv[2]))
else:
    main(json.loads(sys.argv[1]))
