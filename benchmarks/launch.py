"""Runs one command as a child and prints what it cost: `python -I -S launch.py PATIENCE OUTPUT COMMAND…`.

A process of its own, because on Linux the peak of memory of a child begins at that of its parent: this one is small and
imports next to nothing. PATIENCE is the processor's seconds after which the child is killed (0: never), OUTPUT the file that
takes what it prints (both streams). Printed are user and system seconds, the peak in KiB, and the code with which it ended,
negative for a signal; children that the child waited for are in its seconds.

The child's seconds are looked up once a second. A limit of the kernel (RLIMIT_CPU) is not used: under one, the clock of the
process that the child itself may read goes in steps of four milliseconds.
"""

import os
import signal
import sys


def main(patience: int, output: str, command: list[str]) -> None:
    files = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    actions = [(os.POSIX_SPAWN_DUP2, files, 1), (os.POSIX_SPAWN_DUP2, files, 2)]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    if patience:
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL) if spent(child) >= patience else None)
        signal.setitimer(signal.ITIMER_REAL, 1, 1)
    _, status, usage = os.wait4(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)  # an alarm while Python ends would kill this process
    print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))


def spent(child: int) -> float:
    """Seconds of the processor; 0 where the system does not say."""
    try:
        with open(f"/proc/{child}/stat") as stream:  # noqa: PTH123 - pathlib would be half of this process
            fields = stream.read().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
