#!/usr/bin/env python3
"""Side-by-side MQTT broker benchmark: drives mqload against several brokers, interleaved.

Standard library only.  See README.md.
"""
import argparse
import json
import math
import os
import platform
import resource
import shlex
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TICK = os.sysconf("SC_CLK_TCK")


# ---------------------------------------------------------------------------------------- suites

class Scenario:
    def __init__(self, name, kind, args, **kw):
        self.name, self.kind, self.args = name, kind, args.split()
        self.max_time = kw.get("max_time", 30)


def suite(name):
    """kind picks the columns: traffic, latency, connect, subs, retained, churn"""
    if name == "smoke":
        t = "-d 0.4 --warmup 0.1 --drain 2"
        return [
            Scenario("pairs_q0", "traffic", f"pairs --pubs 5 -q 0 {t}", max_time=10),
            Scenario("pairs_q1", "traffic", f"pairs --pubs 5 -q 1 {t}", max_time=10),
            Scenario("latency_q0", "latency", f"latency --pubs 5 -r 1000 {t}", max_time=10),
            Scenario("connect", "connect", "connect --hold 300 --storm 300 --settle 0.2", max_time=10),
        ]
    if name == "quick":
        t = "-d 0.8 --warmup 0.25 --drain 2"
        return [
            Scenario("pairs_q0", "traffic", f"pairs --pubs 20 -q 0 --window 100 {t}"),
            Scenario("pairs_q1", "traffic", f"pairs --pubs 20 -q 1 --inflight 20 --window 100 {t}"),
            Scenario("pairs_q2", "traffic", f"pairs --pubs 20 -q 2 --inflight 20 --window 100 {t}"),
            Scenario("pairs_q0_v5", "traffic", f"pairs -V 5 --pubs 20 -q 0 --window 100 {t}"),
            Scenario("pairs_q0_4k", "traffic", f"pairs --pubs 10 -q 0 -s 4096 --window 20 {t}"),
            Scenario("fanin_q0", "traffic", f"fanin --pubs 50 --subs 1 -q 0 --window 16 {t}"),
            Scenario("shared_q1_v5", "traffic", f"fanin -V 5 --share 1 --pubs 20 --subs 4 -q 1 --window 16 {t}"),
            Scenario("fanout100_q0", "traffic", f"fanout --pubs 1 --subs 100 -q 0 --window 50 {t}"),
            Scenario("fanout50_q1", "traffic", f"fanout --pubs 1 --subs 50 -q 1 --inflight 20 --window 20 {t}"),
            Scenario("latency_q0", "latency", f"latency --pubs 10 -q 0 -r 2000 {t}"),
            Scenario("latency_q1", "latency", f"latency --pubs 10 -q 1 -r 2000 {t}"),
            Scenario("connect", "connect", "connect --hold 2000 --storm 2000 --settle 0.3"),
            Scenario("subs10k", "subs", f"subs --filters 10000 --clients 50 --overlap 2 --pubs 4 {t}"),
            Scenario("retained3k", "retained", "retained --retain 3000 -q 1 --drain 2 --settle 0.2"),
            Scenario("churn", "churn", "churn --clients 100 --msgs 50 --drain 2 --settle 0.2"),
        ]
    if name == "full":
        t = "-d 2.5 --warmup 0.5 --drain 3"
        return [
            Scenario("pair1_q0", "traffic", f"pairs --pubs 1 -q 0 --window 500 {t}"),
            Scenario("pairs_q0", "traffic", f"pairs --pubs 20 -q 0 --window 100 {t}"),
            Scenario("pairs_q1", "traffic", f"pairs --pubs 20 -q 1 --inflight 20 --window 100 {t}"),
            Scenario("pairs_q2", "traffic", f"pairs --pubs 20 -q 2 --inflight 20 --window 100 {t}"),
            Scenario("pairs_q0_v5", "traffic", f"pairs -V 5 --pubs 20 -q 0 --window 100 {t}"),
            Scenario("pairs_q1_v5", "traffic", f"pairs -V 5 --pubs 20 -q 1 --inflight 20 --window 100 {t}"),
            Scenario("pairs500_q0", "traffic", f"pairs --pubs 500 -q 0 --window 10 {t}"),
            Scenario("pairs_q0_4k", "traffic", f"pairs --pubs 10 -q 0 -s 4096 --window 20 {t}"),
            Scenario("pairs_q0_64k", "traffic", f"pairs --pubs 4 -q 0 -s 65536 --window 8 {t}"),
            Scenario("fanin_q0", "traffic", f"fanin --pubs 50 --subs 1 -q 0 --window 16 {t}"),
            Scenario("fanin_q1", "traffic", f"fanin --pubs 50 --subs 1 -q 1 --inflight 16 --window 16 {t}"),
            Scenario("fanin500_q0", "traffic", f"fanin --pubs 500 --subs 1 -q 0 --window 2 {t}"),
            Scenario("shared_q1_v5", "traffic", f"fanin -V 5 --share 1 --pubs 20 --subs 4 -q 1 --window 16 {t}"),
            Scenario("fanout100_q0", "traffic", f"fanout --pubs 1 --subs 100 -q 0 --window 50 {t}"),
            Scenario("fanout1000_q0", "traffic", f"fanout --pubs 1 --subs 1000 -q 0 --window 20 {t}"),
            Scenario("fanout50_q1", "traffic", f"fanout --pubs 1 --subs 50 -q 1 --inflight 20 --window 20 {t}"),
            Scenario("latency_q0", "latency", f"latency --pubs 10 -q 0 -r 2000 {t}"),
            Scenario("latency_q1", "latency", f"latency --pubs 10 -q 1 -r 2000 {t}"),
            Scenario("latency_20k_q0", "latency", f"latency --pubs 50 -q 0 -r 20000 {t}"),
            Scenario("connect", "connect", "connect --hold 8000 --storm 8000 --settle 0.5"),
            Scenario("subs100k", "subs", f"subs --filters 100000 --clients 100 --overlap 2 --pubs 4 {t}", max_time=60),
            Scenario("retained30k", "retained", "retained --retain 30000 -q 1 --replays 2", max_time=60),
            Scenario("churn", "churn", "churn --clients 400 --msgs 100", max_time=60),
        ]
    if name == "telemetry":
        # A fleet that reports: every connection publishes at QoS 1 once a second, four services store all of it.
        t = "-d 5 --warmup 2 --drain 3"
        return [
            Scenario("telemetry", "traffic", f"fanin --pubs 10000 --subs 4 -q 1 -r 10000 -s 100 --window 0 --inflight 20 {t}", max_time=60),
        ]
    raise SystemExit(f"no such suite: {name}")


# ------------------------------------------------------------------------------------------ /proc

def read_file(path):
    try:
        with open(path, "rb") as f:
            return f.read().decode("utf-8", "replace")
    except OSError:
        return ""


def stat_fields(pid):
    s = read_file(f"/proc/{pid}/stat")
    r = s.rfind(")")
    return s[r + 2:].split() if r > 0 else None


def tree(root):
    """pids of root, its descendants, and every process of the session that root leads"""
    parents, session, alive = {}, {}, []
    for e in os.listdir("/proc"):
        if e.isdigit():
            f = stat_fields(int(e))
            if f and f[0] not in "ZX":
                alive.append(int(e))
                parents[int(e)], session[int(e)] = int(f[1]), int(f[3])
    mine = {root}
    grew = True
    while grew:
        grew = False
        for p in alive:
            if p not in mine and (parents[p] in mine or session[p] == root):
                mine.add(p)
                grew = True
    return [p for p in alive if p in mine]


def sample(root, with_fds):
    out = {"cpu_s": 0.0, "rss_kib": 0, "hwm_kib": 0, "threads": 0, "fds": 0, "procs": 0}
    for p in tree(root):
        f = stat_fields(p)
        if not f:
            continue
        out["procs"] += 1
        out["cpu_s"] += (int(f[11]) + int(f[12])) / TICK
        out["threads"] += int(f[17])
        for line in read_file(f"/proc/{p}/status").splitlines():
            if line.startswith("VmRSS:"):
                out["rss_kib"] += int(line.split()[1])
            elif line.startswith("VmHWM:"):
                out["hwm_kib"] += int(line.split()[1])
        if with_fds:
            try:
                out["fds"] += len(os.listdir(f"/proc/{p}/fd"))
            except OSError:
                pass
    return out


def cpu_times():
    """busy and stolen CPU seconds of the whole machine"""
    f = [int(x) for x in read_file("/proc/stat").splitlines()[0].split()[1:]]
    return (f[0] + f[1] + f[2] + f[5] + f[6]) / TICK, f[7] / TICK


class Sampler(threading.Thread):
    def __init__(self, root):
        super().__init__(daemon=True)
        self.root, self.stop_ev, self.n = root, threading.Event(), 0
        self.peak = {"rss_kib": 0, "hwm_kib": 0, "threads": 0, "fds": 0, "procs": 0}
        self.first = self.last = sample(root, True)
        self.take(self.first)

    def take(self, s):
        for k in self.peak:
            self.peak[k] = max(self.peak[k], s[k])
        if s["procs"]:
            self.last = s

    def run(self):
        while not self.stop_ev.wait(0.25):
            self.n += 1
            # counting thousands of fds costs; do it at every fourth turn then
            self.take(sample(self.root, self.n % 4 == 0 or self.peak["fds"] < 1500))

    def finish(self):
        self.stop_ev.set()
        self.join(5)
        self.take(sample(self.root, True))
        return dict(self.peak, cpu_s=self.last["cpu_s"] - self.first["cpu_s"], idle_rss_kib=self.first["rss_kib"])


# ---------------------------------------------------------------------------------------- brokers

def set_nice(nice):
    """niceness of this process and, where the scheduler groups by session, of its session's group"""
    os.nice(nice)
    try:
        with open("/proc/self/autogroup", "w") as f:
            f.write(str(nice))
    except OSError:
        pass


class Broker:
    def __init__(self, name, cmd):
        self.name, self.cmd = name, cmd
        self.proc = self.log = None

    def start(self, port, cpus, nice, logdir, tag):
        argv = shlex.split(self.cmd)
        if any("{port}" in a for a in argv):
            argv = [a.replace("{port}", str(port)) for a in argv]
        else:
            argv.append(str(port))

        def pre():
            if cpus:
                os.sched_setaffinity(0, cpus)
            if nice:
                set_nice(nice)

        self.logname = os.path.join(logdir, f"{self.name}-{tag}.log")
        self.log = open(self.logname, "wb")
        self.proc = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT,
                                     start_new_session=True, preexec_fn=pre)

    def wait_ready(self, port, limit):
        """an MQTT 3.1.1 or 5 CONNECT is answered; '' or the reason why not"""
        n, probes = 0, (b"\x10\x11\x00\x04MQTT\x04\x02\x00\x3c\x00\x05probe", b"\x10\x12\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x05probe")
        end, last = time.monotonic() + limit, "no answer"
        while time.monotonic() < end:
            if self.proc.poll() is not None:
                return f"exited with {self.proc.returncode} at start"
            try:
                with socket.create_connection(("127.0.0.1", port), 1) as s:
                    s.settimeout(2)
                    s.sendall(probes[n % 2])
                    n += 1
                    r = s.recv(4)
                    if len(r) >= 4 and r[0] == 0x20 and r[3] == 0:
                        s.sendall(b"\xe0\x00")
                        return ""
                    last = f"CONNACK {r.hex()}"
            except OSError as e:
                last = str(e)
            time.sleep(0.05)
        return f"not ready after {limit} s: {last}"

    def stop(self):
        """end the processes of this broker, each by its pid"""
        if not self.proc:
            return
        for sig, limit in ((signal.SIGTERM, 4), (signal.SIGKILL, 4)):
            pids = [p for p in tree(self.proc.pid) if p != os.getpid()]
            for p in pids:
                try:
                    os.kill(p, sig)
                except OSError:
                    pass
            end = time.monotonic() + limit
            while time.monotonic() < end:
                self.proc.poll()
                if not [p for p in pids if (stat_fields(p) or "Z")[0] not in "ZX"]:
                    break
                time.sleep(0.02)
            else:
                continue
            break
        self.proc.poll()
        self.log.close()
        self.proc = None

    def log_tail(self, n=400):
        return read_file(self.logname)[-n:].strip()


def free_port(start):
    """a port with no listener and nothing left in TIME_WAIT (some brokers do not set SO_REUSEADDR)"""
    for p in range(start, start + 2000):
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", p))
                return p
            except OSError:
                continue
    raise SystemExit("no free port")


# ------------------------------------------------------------------------------------------- runs

def run_one(a, br, sc, rnd, port, logdir):
    rec = {"round": rnd, "broker": br.name, "scenario": sc.name, "kind": sc.kind, "status": "ok", "note": "",
           "result": {}, "proc": {}, "noise": {}}
    pin = not a.no_pin
    t_start = time.monotonic()
    try:
        br.start(port, a.broker_cpus if pin else None, a.nice, logdir, f"{sc.name}-{rnd}")
    except OSError as e:
        rec.update(status="nostart", note=str(e))
        br.proc = None
        return rec
    try:
        why = br.wait_ready(port, a.start_limit)
        rec["start_s"] = round(time.monotonic() - t_start, 3)
        if why:
            rec.update(status="nostart", note=why + " | " + br.log_tail(200))
            return rec
        time.sleep(a.settle)
        cmd = [a.mqload, *sc.args, *(["-V", a.protos[br.name]] if br.name in a.protos else []), "-p", str(port), "--pid", str(br.proc.pid), "--max-time", str(sc.max_time)]
        rec["cmd"] = " ".join([os.path.basename(a.mqload), *cmd[1:]])

        def pre():
            if pin:
                os.sched_setaffinity(0, a.gen_cpus)
            if a.nice:
                set_nice(a.nice)

        sampler = Sampler(br.proc.pid)
        busy0, steal0 = cpu_times()
        ru0 = resource.getrusage(resource.RUSAGE_CHILDREN)
        w0 = time.monotonic()
        gen = subprocess.Popen(cmd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               start_new_session=True, preexec_fn=pre)
        sampler.start()
        timed_out = False
        try:
            out, err = gen.communicate(timeout=sc.max_time + 25)
        except subprocess.TimeoutExpired:
            timed_out = True
            gen.kill()
            out, err = gen.communicate()
        except BaseException:
            gen.kill()
            gen.wait()
            raise
        wall = time.monotonic() - w0
        ru1 = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy1, steal1 = cpu_times()
        rec["proc"] = sampler.finish()
        gen_cpu = ru1.ru_utime + ru1.ru_stime - ru0.ru_utime - ru0.ru_stime
        rec["noise"] = {"wall_s": round(wall, 3),
                        "foreign_cores": round(max(0.0, busy1 - busy0 - gen_cpu - rec["proc"]["cpu_s"]) / wall, 3),
                        "steal_cores": round((steal1 - steal0) / wall, 3)}
        try:
            rec["result"] = json.loads(out.decode().strip().splitlines()[-1])
        except (ValueError, IndexError):
            rec["result"] = {}
        res = rec["result"]
        dead = br.proc.poll()
        if dead is not None:
            rec.update(status="crash", note=f"broker ended with {dead}: {res.get('error', '')} | {br.log_tail()}")
        elif timed_out:
            rec.update(status="timeout", note="mqload did not end in time")
        elif not res:
            rec.update(status="error", note=f"mqload gave no result (exit {gen.returncode}): " + err.decode()[-300:])
        elif not res.get("ok"):
            rec.update(status="timeout" if "time limit" in res.get("error", "") else "fail", note=res.get("error", ""))
        if err:
            rec["stderr"] = err.decode("utf-8", "replace")[-600:]
        return rec
    finally:
        br.stop()


# ----------------------------------------------------------------------------------------- tables

def get(rec, key):
    cur = {"result": rec["result"], "proc": rec["proc"], "noise": rec["noise"]}
    first = key.split(".")[0]
    if first not in cur:
        cur = rec["result"]
    for part in key.split("."):
        cur = cur.get(part) if isinstance(cur, dict) else None
        if cur is None:
            return None
    return cur


def fmt(v, how):
    if v is None:
        return "-"
    if how == "rate":
        return f"{v:,.0f}"
    if how == "us":
        return f"{v:.2f}" if v < 100 else f"{v:.0f}"
    if how == "mib":
        return f"{v / 1024:.1f}"
    if how == "pct":
        return f"{100 * v:.0f}"
    if how == "f1":
        return f"{v:.1f}"
    return f"{v:.0f}"


# (heading, key, format, show ratio to the baseline, worst instead of median)
TAIL = [("RSS MiB", "proc.hwm_kib", "mib", True, False), ("thr", "proc.threads", "int", False, False),
        ("fds", "proc.fds", "int", False, False)]
COUNTS = [("lost", "lost", "int", False, True), ("dup", "dup", "int", False, True), ("ooo", "ooo", "int", False, True)]
UTIL = [("brk%", "broker_util", "pct", False, False), ("wait%", "broker_wait_util", "pct", False, False),
        ("gen%", "gen_util", "pct", False, False)]
COLS = {
    "traffic": [("msgs/s", "recv_per_s", "rate", True, False), ("cpu us/msg", "broker_us_per_op", "us", True, False),
                ("p50 us", "lat_us.p50", "int", False, False), ("p99 us", "lat_us.p99", "int", False, False),
                ("p999 us", "lat_us.p999", "int", False, False)] + TAIL + COUNTS + UTIL,
    "latency": [("msgs/s", "recv_per_s", "rate", False, False), ("p50 us", "lat_us.p50", "int", True, False),
                ("p99 us", "lat_us.p99", "int", True, False), ("p999 us", "lat_us.p999", "int", True, False),
                ("max us", "lat_us.max", "int", False, False), ("lag p99", "send_lag_us.p99", "int", False, False),
                ("cpu us/msg", "broker_us_per_op", "us", True, False)] + TAIL + COUNTS + UTIL,
    "connect": [("conn/s", "connects_per_s", "rate", True, False), ("cpu us/conn", "broker_us_per_op", "us", True, False),
                ("KiB/conn", "kib_per_conn", "f1", True, False), ("held", "hold_connected", "int", False, False),
                ("p99 us", "connack_lat_us.p99", "int", False, False), ("failed", "storm_failed", "int", False, True)] + TAIL + UTIL,
    "subs": [("subs/s", "subscribes_per_s", "rate", True, False), ("cpu us/sub", "sub_broker_us_per_op", "us", True, False),
             ("B/filter", "bytes_per_filter", "int", True, False), ("msgs/s", "recv_per_s", "rate", True, False),
             ("cpu us/msg", "broker_us_per_op", "us", True, False)] + TAIL + COUNTS + UTIL,
    "retained": [("store/s", "store_per_s", "rate", True, False), ("cpu us/store", "store_broker_us_per_op", "us", True, False),
                 ("B/msg", "bytes_per_retained", "int", True, False), ("replay/s", "replay_per_s", "rate", True, False),
                 ("# /s", "replay_hash_per_s", "rate", False, False), ("+ /s", "replay_plus_per_s", "rate", False, False),
                 ("cpu us/msg", "broker_us_per_op", "us", True, False)] + TAIL + COUNTS,
    "churn": [("queue/s", "queue_per_s", "rate", True, False), ("cpu us/q", "queue_broker_us_per_op", "us", True, False),
              ("B/queued", "bytes_per_queued", "int", False, False), ("drain/s", "drain_per_s", "rate", True, False),
              ("cpu us/msg", "drain_broker_us_per_op", "us", True, False), ("sessions", "sessions_present", "int", False, False)]
             + TAIL + COUNTS,
}


def usable(r):
    """figures of a failed run are not comparable; its counts are still shown"""
    return r["status"] == "ok"


def gen_bound(r):
    return any(v for k, v in r["result"].items() if k.endswith("generator_bound"))


def cell_value(runs, key, worst):
    vals = [get(r, key) for r in runs if worst or usable(r)]
    vals = [v for v in vals if isinstance(v, (int, float))]
    if not vals:
        return None
    return max(vals) if worst else statistics.median(vals)


def notes(runs, key):
    n, out = len(runs), []
    for st in ("nostart", "crash", "timeout", "error", "fail", "notrun"):
        k = sum(r["status"] == st for r in runs)
        if k:
            out.append(f"{st.upper()} {k}/{n}")
    if any(r["status"] == "skipped" for r in runs):
        out.append("skipped")
    for label, k in (("LOST", "lost"), ("DUP", "dup"), ("OOO", "ooo"), ("MISROUTED", "misrouted"), ("BAD", "bad"),
                     ("UNACKED", "unacked"), ("PUB-REFUSED", "pub_refused"), ("STALLS", "window_stalls"), ("NO-RETAIN-FLAG", "without_retain_flag")):
        c = sum(bool(get(r, k)) for r in runs)
        if c:
            out.append(f"{label} {c}/{n}")
    c = sum(usable(r) and any(get(r, k) == 0 for k in ("recv_per_s", "replay_per_s", "drain_per_s")) for r in runs)
    if c:
        out.append(f"NOTHING-RECEIVED {c}/{n}")
    c = sum(usable(r) and bool(get(r, "rate")) and (get(r, "recv_per_s") or 0) < 0.9 * get(r, "rate") for r in runs)
    if c:
        out.append(f"BEHIND {c}/{n}")
    if any(gen_bound(r) for r in runs):
        out.append(f"GEN-BOUND {sum(gen_bound(r) for r in runs)}/{n}")
    vals = [get(r, key) for r in runs if usable(r) and get(r, key)]
    if len(vals) > 1:
        out.append(f"spread {100 * (max(vals) - min(vals)) / statistics.median(vals):.0f}%")
    return ", ".join(out)


def table(head, rows):
    w = [max(len(str(r[i])) for r in [head] + rows) for i in range(len(head))]
    line = lambda r: "  ".join(str(c).ljust(w[i]) if i in (0, len(head) - 1) else str(c).rjust(w[i]) for i, c in enumerate(r)).rstrip()
    return "\n".join([line(head)] + [line(r) for r in rows])


def report(data, out=sys.stdout):
    brokers, base = data["meta"]["brokers"], data["meta"]["baseline"]
    scen = []
    for r in data["runs"]:
        if r["scenario"] not in scen:
            scen.append(r["scenario"])
    ratios = {b: {"rate": [], "cpu": []} for b in brokers}
    p = lambda *x: print(*x, file=out)
    p(f"suite {data['meta']['suite']}, {'INTERRUPTED before the end of ' if data['meta'].get('interrupted') else ''}{data['meta']['rounds']} rounds, median over rounds (lost/dup/ooo/failed: worst round); "
      f"x = ratio to {base}; {'not pinned' if data['meta']['no_pin'] else 'broker cpus %s, mqload cpus %s' % (data['meta']['broker_cpus'], data['meta']['gen_cpus'])}")
    for s in scen:
        runs = [r for r in data["runs"] if r["scenario"] == s]
        kind = runs[0]["kind"]
        cols = COLS[kind]
        per = {b: [r for r in runs if r["broker"] == b] for b in brokers}
        cmd = next((r["cmd"] for r in runs if r.get("cmd")), "")
        cmd = cmd.split(" -p ")[0]
        head = ["broker"]
        for c in cols:
            head.append(c[0])
            if c[3]:
                head.append("x")
        head.append("notes")
        rows = []
        for b in brokers:
            row = [b]
            for c in cols:
                v = cell_value(per[b], c[1], c[4])
                row.append(fmt(v, c[2]))
                if c[3]:
                    bv = cell_value(per.get(base, []), c[1], c[4])
                    row.append(f"{v / bv:.2f}" if v is not None and bv else "-")
            row.append(notes(per[b], cols[0][1]))
            rows.append(row)
            if kind == "traffic":
                for key, name in (("recv_per_s", "rate"), ("broker_us_per_op", "cpu")):
                    v, bv = cell_value(per[b], key, False), cell_value(per.get(base, []), key, False)
                    if v and bv:
                        ratios[b][name].append(v / bv)
        foreign = [get(r, "noise.foreign_cores") for r in runs]
        foreign = [f for f in foreign if f is not None]
        p(f"\n== {s}   {cmd}" + (f"   [other load {statistics.median(foreign):.2f} cores]" if foreign else ""))
        p(table(head, rows))
    p(f"\n== summary: geometric means over the traffic scenarios that the broker and {base} both finished")
    rows = []
    for b in brokers:
        g = {k: math.exp(sum(map(math.log, v)) / len(v)) if v else None for k, v in ratios[b].items()}
        bad = sum(r["status"] not in ("ok", "skipped") for r in data["runs"] if r["broker"] == b)
        lossy = sum(bool(get(r, "lost")) for r in data["runs"] if r["broker"] == b)
        rows.append([b, f"{g['rate']:.2f}" if g["rate"] else "-", f"{g['cpu']:.2f}" if g["cpu"] else "-", len(ratios[b]["rate"]), bad, lossy, ""])
    p(table(["broker", "msgs/s x", "cpu us/msg x", "scenarios", "failed runs", "runs with loss", ""], rows))
    probs = [r for r in data["runs"] if r["status"] not in ("ok", "skipped")]
    if probs:
        p("\n== problems")
        seen = {}
        for r in probs:
            k = (r["broker"], r["scenario"], r["status"], r["note"][:160].replace("\n", " "))
            seen[k] = seen.get(k, 0) + 1
        for k, n in seen.items():
            p(f"{k[0]} {k[1]}: {k[2]} x{n}: {k[3]}")


# ------------------------------------------------------------------------------------------- main

def cpuset(s):
    out = set()
    for part in s.split(","):
        if "-" in part:
            x, y = part.split("-")
            out |= set(range(int(x), int(y) + 1))
        elif part:
            out.add(int(part))
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("brokers", nargs="*", metavar="NAME=COMMAND",
                    help="start command; the port is put in place of {port}, or appended; must stay in the foreground")
    ap.add_argument("--floor", action="store_true", help="add mqfloor, the upper bound")
    ap.add_argument("--suite", default="quick", choices=["smoke", "quick", "full", "telemetry"])
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--baseline", help="broker that ratios refer to (default: the first)")
    ap.add_argument("--only", default="", help="comma list of words: run scenarios whose name contains one of them")
    ap.add_argument("--skip", action="append", default=[], metavar="NAME:WORD,WORD", help="scenarios to leave out for a broker")
    ap.add_argument("--proto", action="append", default=[], metavar="NAME:4|5", help="run every scenario of a broker with this protocol version")
    ap.add_argument("--broker-cpus", default="0")
    ap.add_argument("--gen-cpus", default="1")
    ap.add_argument("--no-pin", action="store_true")
    ap.add_argument("--nice", type=int, default=0, help="niceness of broker and mqload (below 0 needs the right)")
    ap.add_argument("--port", type=int, default=21000, help="first port to try; every start takes another one")
    ap.add_argument("--settle", type=float, default=0.2, help="pause between ready and the run")
    ap.add_argument("--start-limit", type=float, default=15)
    ap.add_argument("--time-limit", type=float, default=5400, help="no run is started after this many seconds")
    ap.add_argument("--mqload", default=os.path.join(HERE, "mqload"))
    ap.add_argument("--out", default="", help="raw results, JSON (default results/bench-TIME.json beside this file)")
    ap.add_argument("--report", metavar="FILE", help="print the tables of an earlier result file and end")
    ap.add_argument("--list", action="store_true", help="print the suite's scenarios and end")
    a = ap.parse_args()
    if a.report:
        with open(a.report) as f:
            return report(json.load(f))
    scenarios = suite(a.suite)
    if a.only:
        words = a.only.split(",")
        scenarios = [s for s in scenarios if any(w in s.name for w in words)]
    if a.list:
        for s in scenarios:
            print(f"{s.name:16} mqload {' '.join(s.args)}")
        return
    brokers = []
    for b in a.brokers:
        if "=" not in b:
            ap.error(f"not NAME=COMMAND: {b}")
        brokers.append(Broker(*b.split("=", 1)))
    skip = {}
    for s in a.skip:
        n, _, w = s.partition(":")
        skip.setdefault(n, []).extend(w.split(","))
    if a.floor:
        brokers.append(Broker("floor", shlex.quote(os.path.join(HERE, "mqfloor"))))
        skip.setdefault("floor", []).extend(["_q2", "shared", "subs", "retained", "churn"])
    if not brokers or not scenarios:
        ap.error("nothing to run")
    names = [b.name for b in brokers]
    if len(set(names)) != len(names):
        ap.error("broker names must differ")
    a.protos = dict(x.split(":", 1) for x in a.proto)
    base = a.baseline or names[0]
    if base not in names:
        ap.error(f"baseline {base} is not among the brokers")
    if not os.access(a.mqload, os.X_OK):
        ap.error("mqload is not built (run make)")
    a.broker_cpus, a.gen_cpus = cpuset(a.broker_cpus), cpuset(a.gen_cpus)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if not a.no_pin:
        os.sched_setaffinity(0, a.gen_cpus)  # keep this script off the broker's core
    out = a.out or os.path.join(HERE, "results", time.strftime("bench-%Y%m%d-%H%M%S.json"))
    logdir = os.path.splitext(out)[0] + ".logs"
    os.makedirs(logdir, exist_ok=True)
    cpu = next((l.split(":", 1)[1].strip() for l in read_file("/proc/cpuinfo").splitlines() if l.startswith("model name")), "")
    data = {"meta": {"suite": a.suite, "rounds": a.rounds, "brokers": names, "baseline": base, "no_pin": a.no_pin,
                     "commands": {b.name: b.cmd for b in brokers}, "broker_cpus": sorted(a.broker_cpus),
                     "gen_cpus": sorted(a.gen_cpus), "protos": a.protos, "nice": a.nice, "kernel": platform.release(), "cpu": cpu,
                     "ncpu": os.cpu_count(), "fd_limit": hard, "start": time.strftime("%Y-%m-%dT%H:%M:%S%z")}, "runs": []}
    t0, port = time.monotonic(), a.port

    def save():
        data["meta"]["elapsed_s"] = round(time.monotonic() - t0, 1)
        tmp = out + ".tmp"
        with open(tmp, "w") as f:
            json.dump(data, f, indent=1)
        os.replace(tmp, out)

    def on_term(*_):
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, on_term)
    try:
        for rnd in range(a.rounds):
            for sc in scenarios:
                # A B C in one round, B C A in the next, so that no broker always comes first
                k = rnd % len(brokers)
                for br in brokers[k:] + brokers[:k]:
                    rec = {"round": rnd, "broker": br.name, "scenario": sc.name, "kind": sc.kind, "result": {}, "proc": {}, "noise": {}}
                    if any(w in sc.name for w in skip.get(br.name, [])):
                        data["runs"].append(dict(rec, status="skipped", note=""))
                        continue
                    if time.monotonic() - t0 > a.time_limit:
                        data["runs"].append(dict(rec, status="notrun", note="time limit of the whole benchmark"))
                        continue
                    port = free_port(port + 1 if port < 30000 else a.port)
                    r = run_one(a, br, sc, rnd, port, logdir)
                    if r["status"] == "nostart" and "in use" in r["note"]:
                        port = free_port(port + 7)
                        r = run_one(a, br, sc, rnd, port, logdir)
                        r["restarted"] = True
                    data["runs"].append(r)
                    key = COLS[sc.kind][0][1]
                    v = get(r, key)
                    print(f"[{time.monotonic() - t0:6.0f}s] round {rnd + 1}/{a.rounds} {sc.name:15} {br.name:12} {r['status']:8} "
                          f"{COLS[sc.kind][0][0]} {fmt(v, 'rate')}  {r['note'][:100]}", file=sys.stderr, flush=True)
            save()
    except KeyboardInterrupt:
        data["meta"]["interrupted"] = True
        print("interrupted; reporting what there is", file=sys.stderr)
    save()
    report(data)
    print(f"\nraw results: {os.path.relpath(out)}")


if __name__ == "__main__":
    main()
