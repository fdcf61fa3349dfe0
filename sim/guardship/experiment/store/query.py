"""SQL over tables that are handed over, and over nothing else: DuckDB in memory, with every door shut.

No file, database, extension, setting or variable of Python can be named. Tables come as Arrow datasets, of which only
the rows and columns that a query needs are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# once the database is open: given with it, they would let it at files called as it is (`:memory:` in this folder)
SHUT = (
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set temp_directory = ''",  # what does not fit into memory is not put on a disk
    "set python_enable_replacements = false",
    "set enable_external_access = false",  # no file, not even to read; nothing attached, exported, installed or loaded
    "set lock_configuration = true",
)

ROWS = (["SELECT"], ["MULTI"])  # the other: a PIVOT, for which DuckDB first makes a type of what is found


def ask(tables: Mapping[str, Any], sql: str) -> pa.Table:
    """The rows of one SELECT over tables by name. Raises ValueError that says what may be asked, for anything else."""
    import duckdb

    allowed = f"a query is one SELECT over {', '.join(sorted(tables))}; no files, extensions or settings"
    with duckdb.connect(":memory:") as connection:
        for name, table in tables.items():
            connection.register(name, table)
        for setting in SHUT:
            connection.execute(setting)
        try:
            kinds = _kinds(connection, sql)
            if kinds not in ROWS:
                raise ValueError(f"{f'came {", ".join(kinds)}' if kinds else 'no rows come of it'}; {allowed}")
            return _plain(_rows(connection, sql))
        except (duckdb.PermissionException, duckdb.CatalogException) as fault:
            said = f"{str(fault).partition('\n')[0]}; {allowed}"
        except duckdb.Error as fault:  # which complains of what outlives it
            said = str(fault)
    raise ValueError(said)


def _kinds(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """What the statements of a text are."""
    statements = connection.extract_statements(sql)
    try:
        return [one.type.name for one in statements]
    except ValueError:  # one that DuckDB's Python has no word for
        return ["what is no query"]


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """The rows. DuckDB takes no notice of Ctrl-C while it works, so it works in a thread, and is told to stop."""
    with ThreadPoolExecutor(1) as thread:
        work = thread.submit(lambda: connection.sql(sql).to_arrow_table())
        try:
            return work.result()
        except BaseException:
            connection.interrupt()
            raise


def _plain(table: pa.Table) -> pa.Table:
    """DuckDB's exact decimals, of which sums of whole numbers are some, as numbers that one can calculate with."""
    import pyarrow as pa

    for k, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            table = table.set_column(k, field.name, _number(table.column(k), field.type.scale == 0))
    return table


def _number(column: pa.ChunkedArray, whole: bool) -> pa.ChunkedArray:
    import pyarrow as pa

    if whole:
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:  # too large
            pass
    return column.cast(pa.float64())
