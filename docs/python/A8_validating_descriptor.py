class Checked:
    def __init__(self, rule, wanted):
        self.rule, self.wanted = rule, wanted

    def __set_name__(self, owner, name):
        self.name = name

    def __set__(self, account, value):
        if not self.rule(value):
            raise ValueError(f"{self.name} = {value!r}: {self.wanted}")
        vars(account)[self.name] = value


class Account:
    balance = Checked(lambda x: x >= 0, "must not be negative")
    currency = Checked({"EUR", "USD"}.__contains__, "is unknown")


savings = Account()
for name, value in ("balance", 100), ("balance", -30), ("currency", "GBP"):
    try:
        setattr(savings, name, value)
    except ValueError as error:
        print(error)
print(vars(savings))
