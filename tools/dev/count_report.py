#!/usr/bin/env python3
"""Counts JUnit reports: prints "passed failed". A test that was skipped did not run: it has failed.

With --failures it prints what failed instead, and what passed only when it was run again."""

import sys
import xml.etree.ElementTree as ElementTree


def count(path):
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return 0, 1
    passed = failed = 0
    for case in root.iter("testcase"):
        bad = case.get("status") in ("fail", "notrun", "disabled") or any(
            child.tag in ("failure", "error", "skipped") for child in case)
        passed, failed = (passed, failed + 1) if bad else (passed + 1, failed)
    return passed, failed


# Of what a failed test says, its end is told: there stands what was expected and what came.
LINES_TOLD = 40


def failures(path):
    """What went wrong in a report, a text for each test."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as wrong:
        return [f"{path}: {wrong}"]
    told = []
    for case in root.iter("testcase"):
        for child in case:
            if child.tag not in ("failure", "error", "flakyFailure"):
                continue
            said = child.text or case.findtext("system-out") or child.get("message") or ""
            again = " (passed when it was run again)" if child.tag == "flakyFailure" else ""
            name = " › ".join(filter(None, (case.get("classname"), case.get("name"))))
            told.append("\n    ".join([f"{name}{again}", *said.strip().splitlines()[-LINES_TOLD:]]))
    return told


if __name__ == "__main__" and sys.argv[1:2] == ["--failures"]:
    for path in sys.argv[2:]:
        for text in failures(path):
            print(text)
elif __name__ == "__main__":
    totals = [count(path) for path in sys.argv[1:]]
    print(sum(passed for passed, _ in totals), sum(failed for _, failed in totals))
