"""What beancount says is left of each credit: lots whose cost date is the credit's end, booked FIFO.

In: one JSON list of accounts on standard input, {"lots": [{"name", "from", "until", "amount"}],
"charges": [{"day", "amount"}]}, amounts as decimal text. No lot ends before the last charge.
Out: one JSON list, {"left": {name: amount}, "cash": amount}. Works with beancount 2 and 3.
With LEDGER set, the ledger is written to that file.
"""

import json
import os
import sys
from collections import defaultdict
from decimal import Decimal

from beancount import __version__, loader
from beancount.core.data import Transaction


def ledger_of(number, account):
    """Who pays first is beancount's to say; how much no lot can pay any more is only a sum."""
    lots, cash = f"Assets:A{number}:Credit", f"Assets:A{number}:Cash"
    yield f'2026-01-01 open {lots} CREDIT "FIFO"'
    yield f"2026-01-01 open {cash}"
    granted = [(lot["from"], 0, lot) for lot in account["lots"] if Decimal(lot["amount"])]
    charged = [(charge["day"], 1, charge) for charge in account["charges"]]
    left = Decimal(0)
    # Within a day windows open before charges are made.
    for day, is_charge, entry in sorted(granted + charged, key=lambda e: e[:2]):
        amount = Decimal(entry["amount"])
        yield f'{day} * "{entry.get("name", "charge")}"'
        if not is_charge:
            left += amount
            yield f'  {lots}  {amount} CREDIT {{1 USD, {entry["until"]}, "{entry["name"]}"}}'
            yield f"  Equity:Granted  -{amount} USD"
            continue
        drawn = min(left, amount)
        left -= drawn
        if drawn:
            yield f"  {lots}  -{drawn} CREDIT {{}}"
        if amount > drawn:
            yield f"  {cash}  -{amount - drawn} USD"
        yield f"  Expenses:Ads  {amount} USD"


def main():
    accounts = json.load(sys.stdin)
    lines = ["2026-01-01 open Equity:Granted", "2026-01-01 open Expenses:Ads"]
    for number, account in enumerate(accounts):
        lines.extend(ledger_of(number, account))
    ledger = "\n".join(lines)
    if "LEDGER" in os.environ:
        with open(os.environ["LEDGER"], "w", encoding="utf-8") as file:
            file.write(ledger)
    entries, errors, _ = loader.load_string(ledger)
    for error in errors:
        print(error, file=sys.stderr)
    if errors:
        sys.exit(1)
    answers = [{"left": defaultdict(Decimal), "cash": Decimal(0)} for _ in accounts]
    for entry in entries:
        for posting in entry.postings if isinstance(entry, Transaction) else ():
            kind, *rest = posting.account.split(":")
            if kind != "Assets":
                continue
            answer = answers[int(rest[0][1:])]
            if rest[1] == "Cash":
                answer["cash"] -= posting.units.number
            else:
                answer["left"][posting.cost.label] += posting.units.number
    print(f"beancount {__version__}: {len(entries)} entries", file=sys.stderr)
    json.dump(answers, sys.stdout, default=lambda number: format(number, "f"))


main()
