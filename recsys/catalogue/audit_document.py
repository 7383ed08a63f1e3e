"""An audit as one JSON document, the same for the command line and for HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from recsys.catalogue.audit import AuditReport
from recsys.catalogue.audit_finding import ADVICE, Finding, FindingKind, Severity
from recsys.catalogue.jsonl import Reading


def audit_document(reading: Reading, report: AuditReport, *, most: int | None = None) -> dict[str, Any]:
    """Return all that an audit found, as JSON types.

    Parameters
    ----------
    reading : Reading
        What came out of the files.
    report : AuditReport
        What :func:`recsys.catalogue.audit.audit` found in it.
    most : int or None
        Most findings of a kind and severity, and most problems and notices, to list; None lists all.

    Returns
    -------
    dict
        ``n_titles`` and ``fingerprint`` of the catalogue; ``n_problems`` and ``problems``, rows and
        fields that cannot be used; ``notices``; ``counts`` of findings by severity; ``groups``, one for
        each severity and kind, with its ``count`` and ``advice``, what to do next; ``findings``;
        ``missing``, titles that do not know a field, and ``known``, the share that does; ``n_unlisted``,
        problems, notices and findings that are counted and not listed.
    """
    groups = [list(found) for _, found in finding_groups(report)]
    listed = [finding for group in groups for finding in group[:most]]
    problems, notices = reading.problems[:most], reading.notices[:most]
    n_all = len(reading.problems) + len(reading.notices) + len(report.findings)
    return {
        "n_titles": report.n_titles,
        "fingerprint": reading.catalogue.fingerprint,
        "n_problems": len(reading.problems),
        "problems": [asdict(problem) for problem in problems],
        "notices": list(notices),
        "counts": {str(severity): count for severity, count in report.counts.items()},
        "groups": [_group(found) for found in groups],
        "findings": [{**asdict(finding), "ids": list(finding.ids)} for finding in listed],
        "missing": dict(report.missing),
        "known": known_shares(report),
        "n_unlisted": n_all - len(problems) - len(notices) - len(listed),
    }


def finding_groups(report: AuditReport) -> Iterator[tuple[tuple[Severity, FindingKind], list[Finding]]]:
    """Yield the findings of one severity and kind together, errors first.

    Parameters
    ----------
    report : AuditReport
        The report.

    Yields
    ------
    tuple of (Severity, FindingKind) and list of Finding
        Each pair once.
    """
    for key, found in groupby(report.findings, key=lambda one: (one.severity, one.kind)):
        yield key, list(found)


def known_shares(report: AuditReport) -> dict[str, float]:
    """Return which share of the titles knows each field.

    Parameters
    ----------
    report : AuditReport
        The report.

    Returns
    -------
    dict of str to float
        0 to 1, rounded to four places; empty for a catalogue without titles.
    """
    if not report.n_titles:
        return {}
    return {field: round(1 - count / report.n_titles, 4) for field, count in report.missing.items()}


def _group(found: list[Finding]) -> dict[str, Any]:
    first = found[0]
    return {
        "kind": first.kind,
        "severity": first.severity,
        "count": len(found),
        "advice": ADVICE[first.kind],
    }
