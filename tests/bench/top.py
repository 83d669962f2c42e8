#!/usr/bin/env python3
"""What `gmqtt top` costs beside a busy broker: memory, CPU, and the time from a key to the frame that shows it.

    tests/bench/top.py GMQTT FAKE_BROKER [SECONDS]

FAKE_BROKER is the example of gmqtt-admin-client (`cargo build --release -p gmqtt-admin-client --example fake_broker`): a
million clients, 10,000 events a second. The dashboard runs in a pseudo terminal of 120 by 40, first with the list of clients,
then with the events. Exits 1 if it takes more than 60 MB, more than 10 % of a core, or more than 50 ms from key to frame (99 of
100 times).
"""
import codecs, fcntl, os, pty, re, select, signal, socket, struct, subprocess, sys, termios, time

ADDRESS = ("127.0.0.1", 18084)
EVENTS = 10_000
ROWS, COLUMNS = 40, 120
# Control sequences, of which only the one that moves the cursor matters, and the rest.
PIECE = re.compile(r"\x1b\[([0-9;?<>=]*)([@-~])|\x1b[()][0-9A-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[=>78]|([^\x1b]+)")


class Screen:
    """What a terminal shows: enough of one for what the dashboard draws."""

    def __init__(self):
        self.cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self.row = self.column = 0
        self.decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.rest = ""

    def draw(self, data):
        text, at = self.rest + self.decode(data), 0
        while piece := PIECE.match(text, at):
            at = piece.end()
            arguments, command, plain = piece.groups()
            if command == "H":
                row, _, column = arguments.partition(";")
                self.row, self.column = int(row or 1) - 1, int(column or 1) - 1
            for letter in plain or "":
                if self.row < ROWS and self.column < COLUMNS:
                    self.cells[self.row][self.column] = letter
                self.column += 1
        self.rest = text[at:]

    def shows(self, words):
        return any(words in "".join(row) for row in self.cells)


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
        self.screen = Screen()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.kill(pid, signal.SIGWINCH)

    def read(self, seconds):
        """Reads what is drawn within this time. False if the dashboard has ended."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                try:
                    self.screen.draw(os.read(self.fd, 65536))
                except OSError:
                    return False
        return True

    def key_to_frame(self, key, words, there):
        """Seconds after `key` until these words are on the screen, or not any more; nothing if that takes more than a second."""
        began = time.monotonic()
        os.write(self.fd, key)
        while (left := began + 1 - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                self.screen.draw(os.read(self.fd, 65536))
                if self.screen.shows(words) == there:
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
        if self.read(5):
            os.kill(self.pid, signal.SIGKILL)
            sys.exit("the dashboard does not end")
        os.waitpid(self.pid, 0)


def measure(gmqtt, view, seconds):
    terminal = Terminal(gmqtt, view)
    terminal.read(3)
    before, began = terminal.cpu(), time.monotonic()
    terminal.read(seconds)
    share = 100 * (terminal.cpu() - before) / (time.monotonic() - began)
    times, missed = [], 0
    for _ in range(50):
        for key, there in ((b"?", True), (b"\x1b", False)):
            took = terminal.key_to_frame(key, "Help", there)
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
