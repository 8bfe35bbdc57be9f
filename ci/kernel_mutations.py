"""The one-place changes that ci/mutate-kernels tries, by the tokens of the source; no comment is touched."""
import dataclasses
import pathlib
import random
import re

# kind, pattern whose group 1 is replaced, replacement (a function of group 1).
RULES = [
    ("sign", r" ([+-]) (?=\S)", {"+": "-", "-": "+"}.get),
    ("sign", r"(?<=[(=,?:] )(-)(?=[A-Za-z(])|(?<=[(])(-)(?=[A-Za-z(])", lambda token: ""),
    ("sign", r" ([+-]=) ", {"+=": "-=", "-=": "+="}.get),
    ("assignment", r" ([-+*]=) ", lambda token: "="),
    ("factor", r"(?<=\S) ([*/%]) (?=\S)", {"*": "/", "/": "*", "%": "/"}.get),
    ("factor", r" ([*]=) ", lambda token: "/="),
    ("shift", r" (<<=?|>>=?) ", lambda token: token.translate(str.maketrans("<>", "><"))),
    ("bits", r" ([&|^]) (?=\S)", {"&": "|", "|": "&", "^": "|"}.get),
    ("bound", r" (<=?|>=?) (?=\S)", {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}.get),
    ("comparison", r" (==|!=) ", {"==": "!=", "!=": "=="}.get),
    ("logic", r" (&&|\|\|) ", {"&&": "||", "||": "&&"}.get),
    ("logic", r"(!)(?=[A-Za-z(])", lambda token: ""),
    ("increment", r"(\+\+)(?=\))", lambda token: " += 2"),
    ("index", r"\w\[([^][;]+)\]", lambda token: f"{token} + 1"),
    ("constant", r"(?<![\w.\"])(0x[0-9A-Fa-f]+|\d+)(?=[uf]?\b)(?![.\w]*[.p])", lambda token: next_number(token)),
    ("stride", r"(?<=\S) \* ([\w.]+ \+ [\w.]+)(?=[\s;\])])", lambda token: " + ".join(reversed(token.split(" + ")))),
    ("argument", r", (at, n)\b", lambda token: "n, at"),
    ("barrier", r"(__syncthreads\(\);|__syncwarp\(\);)", lambda token: ";"),
    ("statement", r"(continue);", lambda token: ""),
]
NOT_CODE = re.compile(r"^\s*(#(?!define)|template|typedef|extern \"C\"|struct |enum )")


def next_number(token):
    return hex(int(token, 16) + 1) if token.startswith("0x") else str(int(token) + 1)


@dataclasses.dataclass(frozen=True)
class Mutation:
    path: pathlib.Path
    line: int
    column: int
    kind: str
    old: str
    new: str

    @property
    def file(self):
        return self.path.name

    def lines(self):
        return self.path.read_text().split("\n")

    def changed_line(self):
        text = self.lines()[self.line - 1]
        return text[:self.column] + self.new + text[self.column + len(self.old):]

    def applied(self):
        lines = self.lines()
        lines[self.line - 1] = self.changed_line()
        return "\n".join(lines)

    def before(self):
        return self.lines()[self.line - 1].strip().rstrip("\\").strip()

    def after(self):
        return self.changed_line().strip().rstrip("\\").strip()

    def __str__(self):
        return f"{self.file}:{self.line}:{self.column + 1} {self.kind} `{self.old}` -> `{self.new}`"


def mutations(path):
    """Every change of a file, in the order of the rules and of the text."""
    found = []
    for number, text in enumerate(path.read_text().split("\n"), 1):
        code = text.split("//")[0]
        if NOT_CODE.match(code):
            continue
        for kind, pattern, replace in RULES:
            for match in re.finditer(pattern, code):
                group = match.lastindex or 1
                old = match.group(group)
                new = replace(old)
                if new is not None and new != old:
                    found.append(Mutation(path, number, match.start(group), kind, old, new))
    return found


def pick(every, seed):
    """All of them, shuffled; kinds take turns, so that a short selection has some of each."""
    dice = random.Random(seed)
    kinds = {}
    for mutation in every:
        kinds.setdefault(mutation.kind, []).append(mutation)
    for of_a_kind in kinds.values():
        dice.shuffle(of_a_kind)
    order = []
    while any(kinds.values()):
        for of_a_kind in kinds.values():
            if of_a_kind:
                order.append(of_a_kind.pop())
    return order
