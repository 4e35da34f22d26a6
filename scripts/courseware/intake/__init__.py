"""What comes in from outside: statements, spreadsheets, sign-in sheets; checked before it may stay."""
