"""What people write: times, one line, names of customers and places. Pure."""
