"""The demonstration: real claims, an honest model, and simulated people; it uses the product only from outside."""
