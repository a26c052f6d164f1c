#!/usr/bin/env python3
"""Counts JUnit reports: prints "passed failed". A test that was skipped did not run: it has failed."""

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


if __name__ == "__main__":
    totals = [count(path) for path in sys.argv[1:]]
    print(sum(passed for passed, _ in totals), sum(failed for _, failed in totals))
