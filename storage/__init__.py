"""Everything that is stored, as functions over one open transaction."""
