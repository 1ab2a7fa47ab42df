"""What readers write to the keepers: questions, corrections, requests to take down."""
