#!/usr/bin/env python3
"""Shares of the full path's stream thread in a JFR recording of `vigia bench stream`.

    VIGIA_OPTS="-XX:StartFlightRecording=filename=full.jfr,settings=profile" ./vigia bench stream --json
    jfr print --events jdk.ExecutionSample --stack-depth 40 full.jfr | docs/profile-stream.py

A sample counts for the first line below whose names occur anywhere in its stack.
"""
import collections
import re
import sys

GROUPS = [
    ("kernel", ["io.vigia.kernel."]),
    ("decoding", ["FlatObject", "EventDecoder"]),
    ("cuts, features", ["io.vigia.feature."]),
    ("writing the record", ["ScoreWriter"]),
    ("p-value", ["Calibration"]),
    ("tally store", ["StateStore", "KeyValueStore", "Tally", "ThreadCache"]),
    ("producer", ["KafkaProducer", "RecordCollector"]),
    ("Streams: forwarding", ["SinkNode", "ProcessorContextImpl.forward"]),
    ("Streams: queues, task", ["ScoreProcessor", "StreamTask.process", "PartitionGroup", "RecordQueue"]),
    ("polling", ["poll"]),
]

counts = collections.Counter()
for sample in sys.stdin.read().split("jdk.ExecutionSample {")[1:]:
    if 'sampledThread = "full-' in sample:
        frames = re.findall(r"^\s+([\w.$<>]+)\(", sample, re.M)
        counts[next((g for g, names in GROUPS if any(n in f for f in frames for n in names)), "other")] += 1

total = sum(counts.values())
print(f"{total} samples")
for group, count in counts.most_common():
    print(f"{100 * count / total:5.1f} %  {group}")
