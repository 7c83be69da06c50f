"""How pictures look: layout in pixels, text fitting, the SVG template, fonts and PNG."""
