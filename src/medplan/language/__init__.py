"""What printed Chinese means, no plan known."""
