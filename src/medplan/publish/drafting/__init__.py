"""What the page for those who draft the next plan fetches."""
