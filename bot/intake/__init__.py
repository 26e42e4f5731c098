"""What people type, turned into a request: customers by name, and one line with everything in it. Pure."""
