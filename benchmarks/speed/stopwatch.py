"""Runs one command and tells what it took: `python -I -S stopwatch.py OUTPUT SECONDS COMMAND...`.

A process of its own, and a small one: what a program is said to have taken in memory includes what its parent had at
the time of the fork. Prints wall seconds, CPU seconds of the process and of all that it waited for, the memory of the
largest of them in kilobytes, and the exit code; negative for a signal, and -14 where it took longer than SECONDS.
"""

import os
import signal
import sys
import time


def main(output: str, seconds: str, *command: str) -> None:
    """Run, and print the five numbers."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, output + ".errors", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    late = []
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions, setpgroup=0)

    def end(*_: object) -> None:
        late.append(True)
        os.killpg(process, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, float(seconds))
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    code = -signal.SIGALRM if late else os.waitstatus_to_exitcode(status)
    print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, int(code))


if __name__ == "__main__":
    main(*sys.argv[1:])
