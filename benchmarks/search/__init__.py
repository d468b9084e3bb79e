"""`make bench-search`: finding users, beside the floor of plain SQL, the naive query and Django's admin."""
