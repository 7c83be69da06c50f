"""What people write, taken apart: numbers and dates in Chinese."""
