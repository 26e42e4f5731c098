"""Who there is, who may do what, and where each is reached."""
