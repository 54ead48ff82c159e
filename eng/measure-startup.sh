#!/usr/bin/env bash
# From process start to the first request for an event: the native program against the self-contained one, in turns, as a ratio.
#
#   eng/measure-startup.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."

case "$(uname -m)" in
  x86_64) arch=x86_64 ;;
  aarch64 | arm64) arch=arm64 ;;
  *) echo "$0: Lambda has no $(uname -m)" >&2; exit 2 ;;
esac
folder=artifacts/startup
for way in native self-contained; do
  OUTPUT=$folder/$way eng/package-lambda.sh "$arch" "$way"
done

python3 - "${1:-10}" "$folder/native/bootstrap" "$folder/self-contained/bootstrap" <<'PY'
import os, socket, statistics, subprocess, sys, time

runs, programs = int(sys.argv[1]), sys.argv[2:]
server = socket.create_server(("127.0.0.1", 0))
server.settimeout(30)
environment = {**os.environ, "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % server.getsockname()[1], "_HANDLER": "diagnose"}

def start(program):
    before = time.perf_counter()
    process = subprocess.Popen([program], env=environment)
    try:
        connection, _ = server.accept()
        with connection:
            request = connection.recv(4096)
            took = time.perf_counter() - before
            # Before the connection closes: the program would ask again on another.
            process.kill()
    finally:
        process.kill()
        process.wait()
    if not request.startswith(b"GET /2018-06-01/runtime/invocation/next "):
        sys.exit("%s asked for something else first: %r" % (program, request[:80]))
    return took

for program in programs:
    start(program)  # fills the page cache
times = [[start(program) for program in programs] for _ in range(runs)]
native, other = (statistics.median(column) for column in zip(*times))
ratios = sorted(pair[1] / pair[0] for pair in times)
print("self-contained to native, %d runs in turns: median %.1f (%.1f to %.1f)" % (runs, other / native, ratios[0], ratios[-1]))
PY
