"""What stands beside the weights of the criteria: the rules that lift a service, and other weights that are only tried."""
