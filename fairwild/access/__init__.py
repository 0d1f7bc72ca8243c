"""Who may do what: parties, actions, the policy table, and the secrets of accounts."""
