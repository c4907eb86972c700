"""The source as linked: modules, their names, and questions a piece of syntax answers by itself."""
