"""What the services need of the world, named by them and made elsewhere."""
