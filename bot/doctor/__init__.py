"""`duban doctor`: what an administrator needs to know at night, and what to do. It makes and changes nothing."""
