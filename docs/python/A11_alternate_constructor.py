class Color:
    def __init__(self, red, green, blue):
        self.channels = red, green, blue

    @classmethod
    def parse(cls, text):
        digits = text.removeprefix("#")
        if len(digits) == 3:
            digits = "".join(2 * digit for digit in digits)
        if len(digits) != 6:
            raise ValueError(f"{text!r}: 3 or 6 digits are wanted")
        return cls(*(int(digits[i : i + 2], 16) for i in (0, 2, 4)))

    def css(self):
        return "rgb({} {} {})".format(*self.channels)


theme = {"link": "#1e90ff", "text": "#333", "border": "#12345"}
theme |= {"shadow": "#00000g", "blank": "# 1+2 3"}
for name, text in theme.items():
    try:
        print(name, Color.parse(text).css())
    except ValueError as error:
        print(name, error)
