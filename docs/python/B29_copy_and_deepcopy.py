import copy


class Square:
    def __init__(self, column: int) -> None:
        self.column = column


class Piece:
    def __init__(self, name: str, place: Square) -> None:
        self.name, self.place, self.moves = name, place, 0

    def __deepcopy__(self, memo: dict) -> "Piece":
        return Piece(self.name, copy.deepcopy(self.place, memo))


corner = Square(1)
board = [Piece("rook", corner), Piece("pawn", corner)]
corner.pieces = list(board)
tried = copy.deepcopy(board)
tried[0].place.column = 8
print(tried[1].place.column, corner.column)
print(copy.copy(board)[0] is board[0])
# Its square met the rook before memo had its copy: two rooks.
print(tried[0].place.pieces[0] is tried[0])
