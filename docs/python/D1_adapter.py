from collections import namedtuple
from typing import Protocol
Customer = namedtuple("Customer", "name email")

class Notifier(Protocol):
    def notify(self, to: Customer, text: str) -> None: ...

class LegacyMailer:
    def send_mail(self, to: str, body: str) -> None:
        print(f"mail to <{to}>: {body}")

class MailNotifier:
    def __init__(self, mailer: LegacyMailer):
        self._mailer = mailer
    def notify(self, to: Customer, text: str) -> None:
        self._mailer.send_mail(to.email, f"Dear {to.name}, {text}")

def remind(by: Notifier, to: Customer) -> None:
    by.notify(to, "your lamp is on its way.")

for each in MailNotifier(LegacyMailer()), LegacyMailer():
    try:
        remind(each, Customer("Ana", "ana@example.org"))
    except AttributeError as error:
        print(error)
