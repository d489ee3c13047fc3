"""Processes three orders, one trace each. The second customer's card is declined.

Run it as `python3 app.py | npx spanbridge ship - --service order-service`.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import NamedTuple

from tracing import event, span


class Order(NamedTuple):
    number: int
    article: str
    quantity: int
    unit_price: float
    card_is_good: bool


class PaymentDeclined(Exception):
    """The customer can do something about it: another card."""


ORDERS = (
    Order(1001, "lamp", 2, 24.50, card_is_good=True),
    Order(1002, "desk", 1, 310.00, card_is_good=False),
    Order(1003, "chair", 4, 89.90, card_is_good=True),
)


@span("check_stock")
def check_stock(order: Order) -> None:
    time.sleep(0.004)
    event("stock_checked", article=order.article, shelf={"aisle": order.number % 7, "left": 12 - order.quantity})


@span("reserve_courier")
def reserve_courier(order: Order, both_at_work: threading.Barrier) -> None:
    both_at_work.wait(timeout=5)
    time.sleep(0.018)
    event("courier_reserved", order_number=order.number, parcels=order.quantity)


@span("charge_card")
def charge_card(order: Order, both_at_work: threading.Barrier) -> None:
    both_at_work.wait(timeout=5)
    event("card_contacted", amount=round(order.quantity * order.unit_price, 2), currency="EUR")
    time.sleep(0.009)
    try:
        ask_bank(order)
    except ConnectionRefusedError as refusal:
        raise PaymentDeclined(f"The card for order {order.number} was declined.") from refusal


def ask_bank(order: Order) -> None:
    if not order.card_is_good:
        raise ConnectionRefusedError("The bank answered 51, insufficient funds.")


@span("send_confirmation")
def send_confirmation(order: Order) -> None:
    time.sleep(0.003)
    event("mail_sent", template="confirmation", order_number=order.number)


def process(order: Order, threads: ThreadPoolExecutor) -> None:
    with span("process_order"):
        event("order_received", order_number=order.number, article=order.article, quantity=order.quantity)
        check_stock(order)
        # The courier is reserved in a thread of its own while the card is charged. Each waits for the other to be at
        # work, so that their spans overlap in every run.
        both_at_work = threading.Barrier(2)
        courier = threads.submit(copy_context().run, reserve_courier, order, both_at_work)
        try:
            charge_card(order, both_at_work)
        except PaymentDeclined as declined:
            courier.result()
            event("order_cancelled", order_number=order.number, reason=str(declined))
            return
        courier.result()
        send_confirmation(order)


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as threads:
        for order in ORDERS:
            process(order, threads)


if __name__ == "__main__":
    main()
