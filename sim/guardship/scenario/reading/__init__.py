"""How scenario files are read: YAML, GeoJSON, references and checks."""
