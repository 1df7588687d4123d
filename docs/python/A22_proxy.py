class LoggingProxy:
    def __init__(self, target):
        self._target = target
    def __getattr__(self, name):
        member = getattr(self._target, name)
        def call(*args):
            print(" ", name, "begins")
            try:
                return member(*args)
            finally:
                print(" ", name, "ends")
        return call if callable(member) else member

class Account:
    balance = 0
    def deposit(self, amount):
        self.balance += amount
    def __bool__(self):
        return self.balance > 0

audited = LoggingProxy(Account())
audited.deposit(100)
audited.balance = 7  # an attribute of the proxy, not reported
print(audited._target.balance)
print(bool(Account()), bool(LoggingProxy(Account())))
