"""The pictures of a report, one file each; behind each of them lies the table it is drawn from."""
