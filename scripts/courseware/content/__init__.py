"""What people write, read into a model and checked; knows nothing of sites or registers."""
