"""Everything that is remembered, as functions over one open transaction."""
