"""What bringing users in from a file costs, and taking them out into one."""
