"""What a running bot does to stay healthy."""
