"""Take documents in, one or many: files in; drafts, review sheets, reports and the table of what became of each out."""
