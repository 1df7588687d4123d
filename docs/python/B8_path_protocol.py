import os
import tempfile


class Report:
    def __init__(self, folder: str, month: str) -> None:
        self.parts = folder, month, "report.txt"

    def __fspath__(self) -> str:
        return os.path.join(*self.parts)


with tempfile.TemporaryDirectory() as folder:
    may = Report(folder, "may")
    os.mkdir(os.path.dirname(may))
    for mode in ("r", "x", "x", "r"):
        try:
            with open(may, mode) as file:
                file.write("sold: 12\n")
        except OSError as error:
            print(mode, "-", error.strerror or error)
try:
    open("report.txt\0.exe")
except ValueError as error:
    print(error)
