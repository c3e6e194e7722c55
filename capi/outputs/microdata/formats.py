"""Formats: in which data can be exported. The libraries of a format are loaded for it alone."""

from capi.outputs.microdata.csv_files import CSV
from capi.outputs.microdata.data_file import FileFormat

FORMATS = ("csv", "xlsx", "parquet", "sav", "dta")


def format_called(name: str) -> FileFormat:
    """Raises ImportError, naming the library, where it is not installed."""
    match name:
        case "csv":
            return CSV
        case "xlsx":
            from capi.outputs.microdata.xlsx_files import XLSX

            return XLSX
        case "parquet":
            from capi.outputs.microdata.parquet_files import PARQUET

            return PARQUET
        case "sav":
            from capi.outputs.microdata.spss_files import SPSS

            return SPSS
        case "dta":
            from capi.outputs.microdata.stata_files import STATA

            return STATA
    raise ValueError(f"there is no format {name}")
