"""One plan: its document in; nodes with addresses, printed text and readings out."""
