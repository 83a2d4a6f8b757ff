"""The tables in the forms that other tools open: workbook, database, Parquet, and what describes them all."""
