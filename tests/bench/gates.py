#!/usr/bin/env python3
"""Holds results of bench.py against the gates and prints the tables of PERFORMANCE.md.

usage: gates.py RESULT.json...      (brokers named gmqtt, mosquitto and floor; several files are read as one)
Exits 1 if a gate is missed or anything was lost, duplicated or reordered.
"""
import json
import statistics
import sys

# Broker CPU per delivered message, connection or replayed message, as a share of mosquitto's in the same run.
GATES = {
    "pairs_q0": (0.04, "20 pairs, QoS 0"),
    "pairs_q0_v5": (0.04, "the same, MQTT 5"),
    "pairs_q1": (0.08, "20 pairs, QoS 1"),
    "pairs_q2": (0.10, "20 pairs, QoS 2"),
    "pairs_q0_4k": (0.16, "10 pairs, QoS 0, payload 4 KiB"),
    "fanin_q0": (0.07, "50 publishers to one wildcard subscriber"),
    "fanout100_q0": (0.04, "one publisher to 100 subscribers"),
    "fanout50_q1": (0.12, "one publisher to 50 subscribers, QoS 1"),
    "shared_q1_v5": (0.12, "20 publishers to a shared subscription of 4, QoS 1"),
    "subs10k": (0.12, "matching among 10,000 filters"),
    "retained3k": (0.10, "retained messages to new subscribers"),
    "churn": (0.15, "persistent sessions that come back and drain their queues"),
    "connect": (0.80, "connections made and closed, CPU per connection"),
    "telemetry": (0.50, "10,000 connections, each one QoS 1 message a second, 4 subscribers"),
}
KEY = {"churn": "drain_broker_us_per_op"}
BROKERS = ("gmqtt", "mosquitto", "floor")


def main():
    runs = [run for path in sys.argv[1:] for run in json.load(open(path))["runs"]]
    if not runs:
        raise SystemExit(__doc__)

    def median(scenario, broker, key):
        values = []
        for run in runs:
            if run["scenario"] == scenario and run["broker"] == broker and run["status"] == "ok":
                value = run["result"]
                for part in key.split("."):
                    value = value.get(part) if isinstance(value, dict) else None
                if value is not None:
                    values.append(value)
        return statistics.median(values) if values else None

    missed = []
    print("| scenario | gmqtt us | mosquitto us | floor us | ratio to mosquitto | gate | ratio to floor |")
    print("|---|---|---|---|---|---|---|")
    for scenario, (gate, words) in GATES.items():
        key = KEY.get(scenario, "broker_us_per_op")
        ours, peer, floor = (median(scenario, broker, key) for broker in BROKERS)
        if ours is None or not peer:
            continue
        ratio = ours / peer
        if ratio > gate:
            missed.append(f"{scenario}: {ratio:.3f} > {gate}")
        low = f"{floor:.2f} | {ratio:.3f} | {gate:.2f} | {ours / floor:.2f}" if floor else f"- | {ratio:.3f} | {gate:.2f} | -"
        print(f"| {scenario}: {words} | {ours:.2f} | {peer:.2f} | {low} |")

    print("\n| latency, us | p50 | p99 | p99.9 |")
    print("|---|---|---|---|")
    for scenario in ("latency_q0", "latency_q1"):
        for broker in BROKERS:
            p50, p99, p999 = (median(scenario, broker, f"lat_us.{p}") for p in ("p50", "p99", "p999"))
            if p50 is not None:
                print(f"| {scenario}, {broker} | {p50:.0f} | {p99:.0f} | {p999:.0f} |")

    print("\n| memory | gmqtt | mosquitto |")
    print("|---|---|---|")
    for scenario, key, words in (
        ("connect", "kib_per_conn", "KiB per idle connection"),
        ("subs10k", "bytes_per_filter", "bytes per subscription filter"),
        ("retained3k", "bytes_per_retained", "bytes per small retained message"),
        ("churn", "bytes_per_queued", "bytes per queued message"),
    ):
        ours, peer = (median(scenario, broker, key) for broker in BROKERS[:2])
        if ours is not None and peer is not None:
            print(f"| {words} | {ours:.1f} | {peer:.1f} |")

    for run in runs:
        bad = {key: run["result"].get(key) for key in ("lost", "dup", "ooo", "misrouted", "bad") if run["result"].get(key)}
        if run["broker"] == "gmqtt" and (run["status"] != "ok" or bad):
            missed.append(f"{run['scenario']} round {run['round']}: {run['status']} {bad}")
    for line in missed:
        print(f"MISSED {line}", file=sys.stderr)
    sys.exit(1 if missed else 0)


main()
