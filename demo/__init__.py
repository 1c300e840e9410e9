"""The demonstration: real claims, an honest model, simulated people; it uses the product from outside."""
