"""What the system offers to hold a process that reads a stranger's file: rules in; what is in force, out."""
