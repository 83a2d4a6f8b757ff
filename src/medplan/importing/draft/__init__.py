"""What was recognised in; a draft that validates and proves out."""
