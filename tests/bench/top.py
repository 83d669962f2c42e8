#!/usr/bin/env python3
"""What `gmqtt top` costs beside a busy broker: memory, CPU, and the time from a key to the frame that shows it.

    tests/bench/top.py GMQTT FAKE_BROKER [SECONDS]

FAKE_BROKER is the example of gmqtt-admin-client (`cargo build --release -p gmqtt-admin-client --example fake_broker`): a
million clients, 10,000 events a second. The dashboard runs in a pseudo terminal of 120 by 40, first with the list of clients,
then with the events. Exits 1 if it takes more than 60 MB, more than 10 % of a core, or more than 50 ms from key to frame (99 of
100 times).
"""
import fcntl, os, pty, select, signal, socket, struct, subprocess, sys, termios, time

ADDRESS = ("127.0.0.1", 18084)
EVENTS = 10_000


def wait_for_port():
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection(ADDRESS, 1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("the fake broker does not listen")


class Terminal:
    """A dashboard in a pseudo terminal."""

    def __init__(self, gmqtt, view):
        pid, self.fd = pty.fork()
        if pid == 0:
            environment = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PATH": os.environ["PATH"]}
            arguments = [gmqtt, "top", view, "--api", "grpc://%s:%d" % ADDRESS]
            os.execve(gmqtt, arguments, environment)
        self.pid = pid
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        os.kill(pid, signal.SIGWINCH)

    def read(self, seconds):
        """What is drawn within this time."""
        text, until = b"", time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                try:
                    text += os.read(self.fd, 65536)
                except OSError:  # the dashboard has ended
                    break
        return text

    def key_to_frame(self, key, shows):
        """Seconds until something that contains `shows` is drawn after `key`; nothing if it is not within a second."""
        began, text = time.monotonic(), b""
        os.write(self.fd, key)
        while (left := began + 1 - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                text += os.read(self.fd, 65536)
                if shows in text:
                    return time.monotonic() - began
        return None

    def cpu(self):
        fields = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        lines = open(f"/proc/{self.pid}/status").read().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000

    def end(self):
        os.write(self.fd, b"q")
        self.read(0.5)
        os.waitpid(self.pid, 0)


def measure(gmqtt, view, seconds):
    terminal = Terminal(gmqtt, view)
    terminal.read(3)
    before, began = terminal.cpu(), time.monotonic()
    terminal.read(seconds)
    share = 100 * (terminal.cpu() - before) / (time.monotonic() - began)
    times, missed = [], 0
    for _ in range(50):
        for key, shows in ((b"?", b"Help"), (b"\x1b", b"rate" if view == "events" else b"sort")):
            took = terminal.key_to_frame(key, shows)
            if took is None:
                missed += 1
            else:
                times.append(took)
            # An escape sequence and the key escape are told apart by what follows at once.
            terminal.read(0.06)
    memory = terminal.memory()
    terminal.end()
    if len(times) < 50:
        sys.exit(f"{view}: only {len(times)} keys were answered")
    p99 = 1000 * sorted(times)[int(len(times) * 0.99) - 1]
    print(f"{view:8}  memory {memory:5.1f} MB  cpu {share:4.1f} %  key to frame p99 {p99:4.1f} ms ({missed} not seen)")
    return memory <= 60 and share <= 10 and p99 <= 50


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    gmqtt, fake = map(os.path.abspath, sys.argv[1:3])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 10
    broker = subprocess.Popen([fake, "%s:%d" % ADDRESS, str(EVENTS)])
    try:
        wait_for_port()
        good = [measure(gmqtt, view, seconds) for view in ("clients", "events")]
    finally:
        broker.kill()
        broker.wait()
    sys.exit(0 if all(good) else 1)


main()
