"""Who may do what: roles, permissions, accounts and sessions."""
