"""What is derived from one plan, never stored."""
