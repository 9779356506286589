"""Tables that other systems export → proposed actuals or goals, by a mapping that is data.

forms.py finds who reads a form of file (delimited.py, workbook.py, or another package by an entry point); columns.py,
rows.py and takes.py turn its rows into figures; proposal.py puts them beside what is there, and changes.py into files.
"""
