"""The report of a day, a week or a month: what it says, and the forms in which it is handed out."""
