"""What files are packed in on their way through mail systems, one module each: opened within limits, or told why not."""
