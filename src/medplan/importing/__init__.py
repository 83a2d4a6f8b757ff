"""From a document as received to a draft plan: text in, a mapping of the plan schema and what was unsure out."""
