#!/usr/bin/env python3
"""What TLS and WebSocket cost beside plain TCP: resident memory of an idle connection, and broker CPU per delivered message.

usage: layers.py GMQTT [--clients N] [--seconds S] [--batch N] [--only LAYER,...]

GMQTT is the binary. Each layer (tcp, ws, tls, wss) gets a broker of its own. Memory: N connections that have been let in
(bounds: 8 KiB for WebSocket, 24 KiB for TLS). CPU: one publisher and one subscriber on the same layer, QoS 0, 64 bytes of
payload, a batch at a time, so that the generator, which is Python, is not what is measured. Needs the command openssl.
"""
import argparse
import json
import os
import signal
import ssl
import socket
import subprocess
import tempfile
import time

LAYERS = ("tcp", "ws", "tls", "wss")
TICKS = os.sysconf("SC_CLK_TCK")
UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Protocol: mqtt\r\n\r\n"
)


def certificate(folder):
    """A key and a certificate for localhost."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "90",
         "-keyout", "server.key", "-out", "server.crt", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        cwd=folder, check=True, stderr=subprocess.DEVNULL)


class Broker:
    """One broker with one listener."""

    def __init__(self, binary, folder, layer):
        keys = ["address: 127.0.0.1:0"]
        if layer in ("ws", "wss"):
            keys.append("websocket: {path: /}")
        if layer in ("tls", "wss"):
            keys.append("tls: {cert: server.crt, key: server.key}")
        config = os.path.join(folder, f"{layer}.yml")
        with open(config, "w") as file:
            file.write("listeners: [{" + ", ".join(keys) + "}]\nplugin_order: []\napi: {grpc: [], http: []}\n")
        self.process = subprocess.Popen(
            [binary, "start", "-c", config, "-o", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        banner = json.loads(self.process.stdout.readline())
        self.port = int(banner["listeners"][0].rstrip("/").rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def memory(self):
        """Resident KiB, once it has stopped moving."""
        def resident():
            with open(f"/proc/{self.process.pid}/status") as status:
                return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        last = resident()
        for _ in range(40):
            time.sleep(0.25)
            now = resident()
            if abs(now - last) < 64:
                return now
            last = now
        return last

    def cpu(self):
        """Seconds of all threads, user and system."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


class Client:
    """A client of MQTT 3.1.1 that was let in."""

    def __init__(self, broker, layer, name, number=0):
        raw = socket.socket()
        raw.bind((f"127.1.{number // 20000}.{1 + number % 200}", 0))
        raw.connect(("127.0.0.1", broker.port))
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.framed = layer in ("ws", "wss")
        self.socket = raw
        if layer in ("tls", "wss"):
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.socket = context.wrap_socket(raw, server_hostname="localhost")
        self.left = 0
        if self.framed:
            self.socket.sendall(UPGRADE)
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                answer += self.exactly(1)
            assert answer.startswith(b"HTTP/1.1 101"), answer
        body = b"\x00\x04MQTT\x04\x02\x00\x00" + len(name).to_bytes(2, "big") + name
        self.send(bytes([0x10, len(body)]) + body)
        assert self.receive(4) == b"\x20\x02\x00\x00"

    def send(self, data):
        """Sends a piece of the stream; a frame is masked with zeros."""
        if self.framed:
            data = b"\x82\xff" + len(data).to_bytes(8, "big") + bytes(4) + data
        self.socket.sendall(data)

    def exactly(self, count):
        data = bytearray()
        while len(data) < count:
            part = self.socket.recv(min(count - len(data), 1 << 18))
            if not part:
                raise SystemExit("the broker closed a connection")
            data += part
        return bytes(data)

    def receive(self, count):
        """So many bytes of the stream."""
        if not self.framed:
            return self.exactly(count)
        data = b""
        while len(data) < count:
            if self.left == 0:
                length = self.exactly(2)[1]
                if length > 125:
                    length = int.from_bytes(self.exactly(2 if length == 126 else 8), "big")
                self.left = length
            part = self.exactly(min(self.left, count - len(data)))
            self.left -= len(part)
            data += part
        return data

    def close(self):
        self.socket.close()


def idle_memory(binary, folder, layer, clients):
    with Broker(binary, folder, layer) as broker:
        Client(broker, layer, b"first").close()
        before = broker.memory()
        held = [Client(broker, layer, b"idle-%d" % number, number) for number in range(clients)]
        idle = broker.memory()
        for client in held:
            client.close()
        return (idle - before) / clients


def message_cpu(binary, folder, layer, seconds, batch):
    with Broker(binary, folder, layer) as broker:
        subscriber = Client(broker, layer, b"subscriber")
        publisher = Client(broker, layer, b"publisher")
        subscriber.send(b"\x82\x0a\x00\x01\x00\x05bench\x00")
        assert subscriber.receive(5)[0] == 0x90
        body = b"\x00\x05bench" + b"x" * 64
        packets = (bytes([0x30, len(body)]) + body) * batch
        messages, begun, before = 0, time.monotonic(), broker.cpu()
        while time.monotonic() - begun < seconds:
            publisher.send(packets)
            subscriber.receive(len(packets))
            messages += batch
        return (broker.cpu() - before) * 1e6 / messages, messages


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", metavar="GMQTT")
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--only", type=lambda text: text.split(","), default=LAYERS, metavar="LAYER,...")
    options = parser.parse_args()
    os.environ.pop("NOTIFY_SOCKET", None)
    binary = os.path.abspath(options.binary)
    print(f"| layer | KiB per idle connection ({options.clients}) | broker CPU us per delivered message (batches of {options.batch}) |")
    print("|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        certificate(folder)
        for layer in options.only:
            memory = idle_memory(binary, folder, layer, options.clients)
            cpu, messages = message_cpu(binary, folder, layer, options.seconds, options.batch)
            print(f"| {layer} | {memory:.2f} | {cpu:.3f} ({messages} messages) |", flush=True)


main()
