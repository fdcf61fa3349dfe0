"""Maps: what is drawn of a scenario and of a run (`chart`, `happened`), and how (`draw` and the modules beside it)."""
