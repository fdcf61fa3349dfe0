"""What is written for others: files that are whole or not there, and pieces of pages."""
