"""What must hold of a plan, its source and the addresses published."""
