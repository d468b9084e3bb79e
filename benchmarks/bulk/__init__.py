"""What doing something to very many users at once costs."""
