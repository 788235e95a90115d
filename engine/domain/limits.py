"""The limits of what is read, counted before the work begins; docs/security.md lists each with the same value.

Each is far beyond what people write: a file beyond it is a mistake or an attack, and is refused with the limit in the message.
"""

from __future__ import annotations

# ---------------------------------------------------------------- text files

FILE_BYTES = 2_000_000
"""Bytes of a rule, facts or test file, and of a file of `read --file`: a catalogue of 300 indicators has some 60 kB."""
YAML_DEPTH = 30
"""Levels of YAML: the parser takes ever longer for each further bracket. Real files have some eight."""
YAML_NODES = 500_000
"""Keys, values, lists and mappings of a YAML file: two megabytes of short facts have 250 000."""
TEXT_CHARACTERS = 30_000
"""Characters of a text in a YAML file: twelve pages, where a conclusion has ten lines."""
KEY_CHARACTERS = 1_024
"""Characters of a key of YAML, which allows no more in a plain key."""
ITEMS = 2_000
"""Items of a list of texts in brackets, such as `của` and `tên khác`: each is looked up, and named in messages."""
DIAGNOSTICS = 1_000
"""Errors that are told of a workspace, and as many warnings: nobody reads more before mending some."""
GUESSES = 100_000
"""Names compared to guess what a misspelt one means, in one run: some two seconds."""

# ---------------------------------------------------------------- conditions, formulas, numbers

SENTENCE_WORDS = 400
"""Words of a condition or formula."""
BRACKETS = 30
"""Depth of brackets in a condition or formula."""
CONDITION_PARTS = 500
"""Parts of a condition with all its lists: the engine joins 16 at a time, a wording names some five."""
NUMBER_DIGITS = 40
"""Digits of a number."""
COMPUTED_DIGITS = 2_000
"""Digits of a computed value, above and below the line: more mean nothing, and multiply with each step."""

KEPT_BYTES = 50_000_000
"""Bytes of a file of what is kept of earlier runs: a resolution with 500 criteria has some four million."""
KEPT_FILES = 2_000
"""Files of what is kept; with more, all are forgotten: to find them anew takes a moment each."""

# ---------------------------------------------------------------- rules

RULE_FILES = 500
"""YAML files in the folder of a resolution; real ones have up to 30."""
RULE_BYTES = 4_000_000
"""Bytes of all files of a resolution together, or of all profiles: real ones have up to 300 kB."""
RESOLUTIONS = 200
"""Folders of resolutions in a workspace: each is read by every command."""
INDICATORS = 10_000
"""Indicators of a resolution; the largest catalogue known has some 300."""
DEFINITIONS = 2_000
"""Criteria, findings and reconciliations of a resolution together; real ones have up to 200."""
CATEGORY_VALUES = 100
"""Values of a category, which are compared with every text that should be one of them."""
CHAIN = 60
"""Definitions that stand one upon another; those of real resolutions are some six."""
DEPTH = 500
"""Levels of formulas below a definition, through all definitions that it uses: what Python follows without an end of its stack."""
VALUES = 500
"""Values under a formula, each counted as often as it is used: a ratio of two sums over all communes of a province has 340."""
SPREAD = 20_000
"""Comparisons and verdicts under a criterion, target or finding, each as often as it is used; a long chain has 300."""
SPREAD_IN_ALL = 50_000
"""The same of all definitions together: `check` tries in six seconds whether they can hold; eight long chains have 20 000."""

CLAIMS_ALIKE = 20
"""Claims of one kind on one subject in a facts file: each is held against each other. Reports state a number two or three times."""

# ---------------------------------------------------------------- tables

XLSX_BYTES = 50_000_000
"""Bytes of an .xlsx file."""
XLS_SECONDS = 120
"""Seconds for reading an .xls file: 65 000 rows of ten columns take some ten."""
XLS_MEMORY = 2 << 30
"""Bytes of memory for reading an .xls file, where the system can bound them."""
CSV_BYTES = 50_000_000
"""Bytes of a CSV file."""
TABLE_ROWS = 300_000
"""Rows of a table; a long file of all communes has some 40 000."""
TABLE_COLUMNS = 1_000
"""Columns of a table."""
TABLE_CELLS = 3_000_000
"""Cells of a table."""
TABLE_AREA = 20_000_000
"""Last row times last column of a sheet, whose blank cells are walked over as well."""
TABLE_CHARACTERS = 100_000_000
"""Characters of all text cells of a workbook, each counted as often as it is shown: twice what a CSV file may have."""
SHARED_STRINGS = 200_000
"""Different texts of a workbook, used or not: all of them are read first. A table of all communes has some 30 000."""
TABLE_VALUES = 300_000
"""Values that one table may hold: rows times columns of values. All communes times ten indicators are 33 000."""
HEADING_CHARACTERS = 1_000
"""Characters of a heading, or of a line above a table; longer texts are notes."""

BULK_BYTES = 4_000_000_000
"""Bytes of a table of many units, which is read row by row: 100 000 units with 100 indicators have some 70 MB."""
BULK_ROWS = 2_000_000
"""Rows of such a table."""
BULK_COLUMNS = 5_000
"""Columns of such a table."""
BULK_LINE = 1_000_000
"""Characters of a line of such a table."""
BULK_CELLS = 5_000_000
"""Cells of such a table that are in memory together, where units cannot be taken one after the other."""

PROFILES = 500
"""Profiles of forms in a workspace, each of which is held against every heading; an office has some twenty."""

# ---------------------------------------------------------------- packages

PACKAGE_UNPACKED = 400_000_000
"""Bytes of a package (.xlsx, .docx) unpacked."""
PACKAGE_RATIO = 200
"""Ratio of compression of a part of more than a megabyte; a higher one would fill the memory."""
PACKAGE_PARTS = 10_000
"""Parts of a package."""
PART_BYTES = 40_000_000
"""Bytes of a part that is in memory as a whole: styles, relations, the text of a document."""
PART_ELEMENTS = 1_000_000
"""Elements of a part that is in memory as a whole."""
SHEET_ELEMENTS = 40_000_000
"""Elements of a sheet, which is read piece by piece; a cell has about three."""
STRING_ELEMENTS = 4_000_000
"""Elements of the shared texts of a workbook; a text has two, one with several fonts more."""
XML_DEPTH = 60
"""Levels of the XML of an .ods file."""

OVERVIEW_PAGE = 1_000
"""Cases on a page of many units (.html): each has some 40 kB of proofs; a province has up to 200 communes."""
OVERVIEW_WORKBOOK = 10_000
"""Cases in a workbook of many units (.xlsx), which is made in memory: each has some 30 kB."""
OVERVIEW_ROWS = 200_000
"""Cases times criteria in such a workbook: each has a row of some 1 kB of XML and 16 kB of memory; all communes with 13 criteria are 43 000."""
WORKBOOK_ROWS = 1_000_000
"""Rows of a sheet that the program fills: a sheet has 1 048 576."""
TEMPLATE_BYTES = 5_000_000
"""Bytes of a Word template; the shipped ones have 10 kB, one with a coat of arms some 200."""
TEMPLATE_OUTPUT = 20_000_000
"""Letters that a template becomes, with every value counted at its mean length: the report for review of 11 criteria has some 450 000, of 1 200 nine million."""

# ---------------------------------------------------------------- texts of resolutions, receipts, history

DOCUMENT_BYTES = 20_000_000
"""Bytes of the text of a resolution: .docx, .doc, .odt, .rtf, .pdf, .txt."""
DOCUMENT_CHARACTERS = 2_000_000
"""Characters of the text of a resolution: a thousand pages; texts of merged cells as often as they are shown."""
DOCUMENT_PARAGRAPHS = 20_000
"""Paragraphs of the text of a resolution, those of its notes too."""
DOCUMENT_PAGES = 500
"""Pages of a PDF: a resolution with its annexes has up to a hundred."""
PDF_SECONDS = 120
"""Seconds for reading a PDF: a hundred pages take some ten."""
PDF_MEMORY = 2 << 30
"""Bytes of memory for reading a PDF, where the system can bound them; a hundred pages take some 200 MB."""
WORDINGS = 5_000
"""Sentences of a file of `read --file`, each of which is read and told."""
WORDING_CHARACTERS = 2_000
"""Characters of a sentence whose wording is read; longer ones are not read as a target."""
FORM_UNITS = 500
"""Units for which forms are made in one run; a province has some 200 communes."""
RECEIPT_BYTES = 100_000_000
"""Bytes of a receipt, and of a part of the history unpacked."""
RECEIPT_ITEMS = 3_000_000
"""Commas and brackets of a receipt, each of which may be a value in memory: a large one has 200 000."""
SWEEP_TABLE_BYTES = 100_000_000
"""Bytes of a table of many units that the history keeps; of a larger one it keeps the hash: 100 000 units with 100 indicators have some 70 MB."""
RECEIPT_INPUTS = 2_000
"""Files that a receipt holds: rules, and the facts of one unit in all its years."""


def grouped(number: int) -> str:
    """Returns a whole number as messages write it.

    >>> grouped(10_000)
    '10.000'
    """
    return f"{number:,}".replace(",", ".")
