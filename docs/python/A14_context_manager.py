class Transaction:
    def __init__(self, accounts):
        self.accounts = accounts

    def __enter__(self):
        self.before = dict(self.accounts)
        return self.accounts

    def __exit__(self, kind, error, trace):
        if error is None:
            print("committed")
            return False
        self.accounts.update(self.before)
        print("rolled back:", error)
        return kind is ValueError  # True ends the exception


accounts = {"savings": 100, "checking": 0}
for amount in 30, 500:
    with Transaction(accounts) as current:
        current["checking"] += amount
        current["savings"] -= amount
        if current["savings"] < 0:
            raise ValueError("not enough savings")
print(accounts)
