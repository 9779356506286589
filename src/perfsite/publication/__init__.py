"""What the calendar makes of records: working days, lengths of time, the state of standards and results."""
