from decimal import ROUND_HALF_EVEN, Decimal


class Money:
    def __init__(self, amount: str, currency: str = "USD"):
        self.amount = Decimal(amount)
        self.currency = currency

    def __format__(self, spec: str) -> str:
        currency = spec or self.currency
        cent = Decimal(1 if currency == "JPY" else "0.01")
        rounded = self.amount.quantize(cent, ROUND_HALF_EVEN)
        return f"{rounded:,} {currency}"


print(f"{Money('1234.5'):EUR}")
print(f"{Money('1234567'):JPY}")
print(f"{Money('99', 'CHF')}")
print(f"{Money('12.345'):EUR}", f"{Money('12.355'):EUR}")
print(f"{Money('-0.001'):EUR}")  # a debt of nothing
# All that stands behind the colon is taken for a currency.
print(f"{Money('7.25'):>16EUR}")
