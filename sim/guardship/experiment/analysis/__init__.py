"""What follows from results: intervals, comparisons, sensitivities."""
