"""One statement for all units of a table: cells, places, then the levels of the program, and what is concluded of each unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.bulk.column_types import Content, fetched_whole
from engine.bulk.heads import layout_of
from engine.bulk.reading import LONGEST_CELL
from engine.bulk.states import Concluded, concluded_of
from engine.domain.records import NamedTuple
from engine.evaluation.conclusion_names import conclusion_names
from engine.evaluation.evaluator import Evaluator
from engine.inference.nodes import Node
from engine.rulebook.rulebook import Kind, Rulebook
from engine.sql.cells import CellWriter
from engine.sql.dialects import Dialect, Unsayable
from engine.sql.inputs import Cell, Given, Held, InputWriter
from engine.sql.models import DatabaseCases, Models, When
from engine.sql.paces import PaceWriter
from engine.sql.steps import Column, carried, related, steps_of, unsaid_nodes

MOST_COLUMNS = 1_600
"""Columns of a step: the most that PostgreSQL takes."""


class Source(NamedTuple):
    """A table: its columns by their roles, '' where there is none; ``cells`` are those of the indicators, by code.

    ``chosen`` is the condition for its rows of the year and day, ``names`` the kind of the names of units. Of a long table
    ``code`` and ``value`` are columns, and ``contents`` has the kind of the values under each code.
    """

    table: tuple[str, ...]
    unit: str
    chosen: str = ""
    names: Content = Content.TEXTS
    source: str = ""
    code: str = ""
    value: str = ""
    cells: Mapping[str, str] = {}
    contents: Mapping[str, Content] = {}

    def unit_in(self, dialect: Dialect) -> str:
        """The expression for the name of the unit of a row."""
        return fetched_whole(dialect.name(self.unit), self.names, dialect.texts)


def assumed_source(
    table: tuple[str, ...], headings: list[str], rulebook: Rulebook, when: When, dialect: Dialect
) -> Source:
    """Returns a table with ``headings``, of ``when``, of which it is only known that numbers have exact types, days that of
    days, and all else is texts; the values of a long table with other than numbers are all texts.

    Raises UnreadableTable.
    """
    layout = layout_of(headings, rulebook)
    unit, year, as_of, source, code, value = (
        "" if place is None else headings[place]
        for place in (layout.unit, layout.year, layout.as_of, layout.source, layout.code, layout.value)
    )
    chosen = [f"{dialect.name(year)} = {when.year}"] if year else []
    chosen += [f"{dialect.name(as_of)} = DATE '{when.as_of.isoformat()}'"] if as_of else []
    cells = {code: headings[place] for place, code in layout.indicators.items()}
    if layout.is_long:
        cells = dict.fromkeys((one.code for one in rulebook.indicators.values() if one.formula is None), value)
    contents = {one: _ASSUMED.get(rulebook.indicators[one].kind, Content.TEXTS) for one in cells}
    if layout.is_long and set(contents.values()) != {Content.NUMBERS}:
        contents = dict.fromkeys(contents, Content.TEXTS)
    return Source(table, unit, " AND ".join(chosen), Content.TEXTS, source, code, value, cells, contents)


def assumed_years(headings: list[str], rulebook: Rulebook, when: When) -> range:
    """Returns the years before ``when`` of which a table with ``headings`` may have rows: none where it has no year."""
    first = rulebook.resolution.first_year - 1
    return range(first, when.year if layout_of(headings, rulebook).year is not None else first)


_ASSUMED = {Kind.NUMBER: Content.NUMBERS, Kind.DATE: Content.DATES}


class Step(NamedTuple):
    """A step: its name, and what it selects."""

    name: str
    select: str


class Statement(NamedTuple):
    """The statement, what it says of each unit, and what it does not say, with the reason."""

    dialect: Dialect
    steps: list[Step]
    final: list[str]
    concluded: list[Concluded]
    unsaid: dict[Node, str]
    unread: dict[str, Content]
    """Columns of which no cell is read in SQL."""

    def codes(self) -> list[str]:
        """The statement with states as whole numbers: unit, whether it is left to the rules, states; what comes before it."""
        return self._script(0)

    def words(self) -> list[str]:
        """The statement with states as words, and what comes before it."""
        return self._script(1)

    def _script(self, place: int) -> list[str]:
        steps = [self.dialect.fence.format(name=step.name, select=step.select) for step in self.steps]
        if self.dialect.steps_apart:
            return [*steps, self.final[place]]
        return ["WITH " + ",\n".join(steps) + "\n" + self.final[place]]


class TooWide(Unsayable):
    """A step with more columns than a database takes."""


class Chain(NamedTuple):
    """Steps from the cells to some conclusions: the names of the first and the last, and what stands for each conclusion."""

    steps: list[Step]
    inputs: str
    last: str
    cells: Mapping[str, Cell]
    unsaid: dict[Node, str]


class StatementWriter:
    """Writes the statement of a rulebook for the units of ``source`` of one year and day.

    ``earlier`` are the years before of which the table has rows, which the statement does not look at.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        cases: DatabaseCases,
        source: Source,
        when: When,
        dialect: Dialect,
        earlier: Collection[int] = (),
    ) -> None:
        self.earlier = earlier
        self.evaluator = evaluator
        self.source = source
        self.when = when
        self.dialect = dialect
        self.models = Models(evaluator, cases, source.cells, when)
        self.numbers = {code: f"n{place}" for place, code in enumerate(source.cells, 1)}

    def write(self) -> Statement:
        """Returns the statement, in as many chains of steps as are needed for none to be too wide. Raises Unsayable."""
        concluded = concluded_of(self.evaluator.rulebook)
        together = related(self.evaluator.compiled.program, concluded)
        chains = self._chains(together, 1)
        said = {name: (chain, cell) for chain in chains for name, cell in chain.cells.items()}
        if not said:
            raise Unsayable(self._nothing(chains))
        unsaid = {node: why for chain in chains for node, why in chain.unsaid.items()}
        steps = [self._values()] if self.source.code else []
        steps += [self._cells(), *(step for chain in chains for step in chain.steps)]
        kept = [one for one in concluded if one.name in said]
        final = self._final([(one, *said[one.name]) for one in kept], [chain for chain in chains if chain.cells])
        told = {one.node: unsaid[one.node] for one in concluded if one.node in unsaid}
        return Statement(self.dialect, steps, final, kept, told, self._unread())

    def _unread(self) -> dict[str, Content]:
        columns = ((column, code, self.source.contents[code]) for code, column in self.source.cells.items())
        return {
            column: content
            for column, code, content in columns
            if content is not Content.NOTHING and not CellWriter(self.models.reader(code), self.dialect).reads(content)
        }

    def _chains(self, concluded: list[Node], parts: int) -> list[Chain]:
        size = -(-len(concluded) // parts)
        try:
            return [
                self._chain(number, concluded[start : start + size])
                for number, start in enumerate(range(0, len(concluded), size), 1)
            ]
        except TooWide:
            if size == 1:
                raise
            return self._chains(concluded, 2 * parts)

    def _chain(self, number: int, nodes: list[Node]) -> Chain:
        """The steps that lead to ``nodes``. Raises Unsayable."""
        concluded = [one for one in concluded_of(self.evaluator.rulebook) if one.node in set(nodes)]
        program = self.evaluator.compiled.program.leading_to(nodes)
        given = PaceWriter(InputWriter(self.models, program, self.numbers, self.dialect, self.earlier)).given()
        why = unsaid_nodes(program, given.unsaid)
        said = [one for one in concluded if one.node not in why]
        unsaid = {one.node: why[one.node] for one in concluded if one.node in why}
        if not said:
            return Chain([], "", "", {}, unsaid)
        steps = steps_of(program.leading_to(one.node for one in said), given)
        for one in said:
            if steps.states.get(one.node) is None:
                raise Unsayable(f"{self._named(one.node)} không có kết luận nào")
        cells = {one.name: steps.states[one.node] for one in said}
        inputs = f"step_inputs_{number}"
        written = [self._inputs(inputs, given)]
        levels = [[Column(name, text, _names_in(text, given)) for name, text in given.paces.items()], *steps.levels]
        levels = [level for level in levels if level]
        last = [cell.column for cell in cells.values() if isinstance(cell, Held)]
        before = inputs
        for depth, (level, handed_on) in enumerate(zip(levels, carried(levels, last), strict=True), 1):
            columns = ["unit", *handed_on, *(self._as(column.expression, column.name) for column in level)]
            where = " WHERE NOT left_to_rules" if before == inputs else ""
            name = f"step_{number}_{depth}"
            written.append(self._step(name, columns, f"{before}{where}"))
            before = name
        return Chain(written, inputs, before, cells, unsaid)

    def _nothing(self, chains: list[Chain]) -> str:
        """Why nothing is said, by the first of what is not."""
        reasons = ((node, why) for chain in chains for node, why in chain.unsaid.items())
        told = next((f"{self._named(node)}, vì {why}" for node, why in reasons), "không có chỉ tiêu nào")
        return f"không kết luận nào tính được bằng SQL: {told}; đánh giá bằng `chitieu evaluate --data`"

    def _named(self, node: Node) -> str:
        return conclusion_names(self.evaluator.rulebook)[node]

    def _step(self, name: str, columns: list[str], source: str) -> Step:
        if len(columns) > MOST_COLUMNS:
            raise TooWide(f"một bước có {len(columns)} cột, nhiều hơn {MOST_COLUMNS}")
        text = ",\n    ".join(columns)
        return Step(name, f"  SELECT\n    {text}\n  FROM {source}")

    def _as(self, expression: str, name: str) -> str:
        return f"CAST({expression} AS {self.dialect.small}) AS {name}"

    def _cells(self) -> Step:
        """The numbers of each unit, as whole numbers of millionths, and whether something else stands somewhere."""
        source = self.source
        odd, columns = [], ["unit" if source.code else f"{self.source.unit_in(self.dialect)} AS unit"]
        for code, column in self.numbers.items():
            cell = CellWriter(self.models.reader(code), self.dialect).write(self._raw(code), source.contents[code])
            columns.append(f"{cell.number} AS {column}")
            odd.append(f"({cell.odd})")
        odd += ["odd_rows"] if source.code else [self._odd_source()] if source.source else []
        columns.append(f"({' OR '.join(odd) or 'FALSE'}) AS odd")
        return self._step("step_cells", columns, "step_given" if source.code else self.chosen())

    def _odd_source(self) -> str:
        """Whether the reader of tables may refuse the source of a row: it is too long, or begins with a comma."""
        source = self.dialect.as_text(self.dialect.name(self.source.source))
        pattern = self.dialect.text("^[^0-9A-Za-z]*$")
        begins = f"{source} LIKE '%,%' AND split_part({source}, ',', 1) {self.dialect.matches} {pattern}"
        return f"coalesce(length({source}) >= {LONGEST_CELL} OR ({begins}), FALSE)"

    def _raw(self, code: str) -> str:
        """What stands under a code: a column, or of a long table that of its step."""
        return f"v{self.numbers[code][1:]}" if self.source.code else self.dialect.name(self.source.cells[code])

    def _values(self) -> Step:
        """A long table with a column for each code; a unit with two values of one, or with a code that is none, is odd."""
        code = self.dialect.as_text(self.dialect.name(self.source.code))
        value = self.dialect.name(self.source.value)
        value = self.dialect.as_text(value) if Content.TEXTS in self.source.contents.values() else value
        columns, odd = [f"{self.source.unit_in(self.dialect)} AS unit"], []
        for one in self.numbers:
            here = f"CASE WHEN {code} = {self.dialect.text(one)} THEN"
            columns.append(f"max({here} {value} END) AS {self._raw(one)}")
            odd.append(f"count({here} 1 END) > 1")
        known = ", ".join(map(self.dialect.text, self.numbers)) or "NULL"
        odd.append(f"count(CASE WHEN {code} IN ({known}) THEN NULL ELSE 1 END) > 0")
        if self.source.source:
            source = self.dialect.as_text(self.dialect.name(self.source.source))
            odd.append(f"count(DISTINCT coalesce({source}, '')) > 1")
            odd.append(f"count(CASE WHEN {self._odd_source()} THEN 1 END) > 0")
        columns.append(f"({' OR '.join(odd)}) AS odd_rows")
        return self._step("step_given", columns, f"{self.chosen()} GROUP BY {self.source.unit_in(self.dialect)}")

    def chosen(self) -> str:
        """The rows of the year and day, behind FROM."""
        conditions = [f"{self.dialect.name(self.source.unit)} IS NOT NULL"]
        conditions += [f"({self.source.chosen})"] if self.source.chosen else []
        return f"{self.dialect.path(self.source.table)} WHERE {' AND '.join(conditions)}"

    def _inputs(self, name: str, given: Given) -> Step:
        odd = " OR ".join(["odd", *(f"({one})" for one in dict.fromkeys(given.unsound))])
        columns = [self._as(text, name) for name, text in given.columns.items()]
        return self._step(name, ["unit", *columns, f"(({odd}) IS NOT FALSE) AS left_to_rules"], "step_cells")

    # ------------------------------------------------------------ what is concluded

    def _final(self, said: list[tuple[Concluded, Chain, Cell]], chains: list[Chain]) -> list[str]:
        codes, words = [], []
        for number, (one, chain, cell) in enumerate(said):
            text = f"{chain.last}.{cell.column}" if isinstance(cell, Held) else str(cell)
            codes.append(f"{text} AS c{number}")
            words.append(f"{self._word(text, cell, one)} AS {self._heading(number, one)}")
        small = f"CAST(NULL AS {self.dialect.small})"
        return [self._select(codes, chains, small), self._select(words, chains, "NULL")]

    def _select(self, cells: list[str], chains: list[Chain], nothing: str) -> str:
        first, *others = chains
        known = ",\n  ".join(cells)
        joined = "".join(f"\nJOIN {other.last} ON {other.last}.unit = {first.last}.unit" for other in others)
        open_ones = [f"NOT {one.last}.left_to_rules" for one in chains if one.last == one.inputs]
        where = f"\nWHERE {' AND '.join(open_ones)}" if open_ones else ""
        left = " UNION ".join(f"SELECT unit FROM {one.inputs} WHERE left_to_rules" for one in chains)
        nothings = ", ".join([nothing] * len(cells))
        return (
            f"SELECT {first.last}.unit AS unit, FALSE AS left_to_rules,\n  {known}\nFROM {first.last}{joined}{where}\n"
            f"UNION ALL SELECT unit, TRUE, {nothings}\nFROM ({left}) AS units_left"
        )

    def _heading(self, number: int, one: Concluded) -> str:
        fits = len(one.name.encode()) < _LONGEST_NAME
        return self.dialect.name(one.name if fits else f"{one.name[:8].strip()} {number}")

    def _word(self, text: str, cell: Cell, one: Concluded) -> str:
        if isinstance(cell, int):
            return self.dialect.text(one.words[cell])
        cases = "".join(f" WHEN {state} THEN {self.dialect.text(word)}" for state, word in one.words.items())
        return f"CASE {text}{cases} END"


_LONGEST_NAME = 64


def _names_in(text: str, given: Given) -> frozenset[str]:
    """The columns of inputs that an expression of this package looks at."""
    return frozenset(word for word in text.replace("(", " ").replace(")", " ").split() if word in given.columns)
