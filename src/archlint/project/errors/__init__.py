"""What goes wrong in a service: which errors are raised, who catches them, and what clients are told of them."""
