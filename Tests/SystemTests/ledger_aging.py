"""Aging of a ledger of settled invoices, computed straight from its CSV: the other side of a proof.

    ledger_aging.py LEDGER.csv YYYY-MM-DD [YYYY-MM-DD ...]

Prints one JSON object a line and an account: asOf, account, and the five buckets in cents. An
invoice is open on a day from its date on until the day before it is settled; it is in a bucket by
the days after its due date (day 0 is not due). Uses nothing of Encours.
"""

import csv
import datetime
import json
import sys

BUCKETS = ("notDue", "days1To30", "days31To60", "days61To90", "over90")


def day(text):
    month, day_, year = text.split("/")
    return datetime.date(int(year), int(month), int(day_))


def cents(text):
    whole, _, fraction = text.partition(".")
    return int(whole) * 100 + int((fraction + "00")[:2])


def bucket(days_late):
    if days_late <= 0:
        return "notDue"
    if days_late <= 30:
        return "days1To30"
    if days_late <= 60:
        return "days31To60"
    if days_late <= 90:
        return "days61To90"
    return "over90"


def main():
    with open(sys.argv[1], newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for text in sys.argv[2:]:
        as_of = datetime.date.fromisoformat(text)
        accounts = {}
        for row in rows:
            if day(row["InvoiceDate"]) <= as_of < day(row["SettledDate"]):
                sums = accounts.setdefault(row["customerID"], dict.fromkeys(BUCKETS, 0))
                late = (as_of - day(row["DueDate"])).days
                sums[bucket(late)] += cents(row["InvoiceAmount"])
        for account in sorted(accounts):
            print(json.dumps({"asOf": text, "account": account, **accounts[account]}))


main()
