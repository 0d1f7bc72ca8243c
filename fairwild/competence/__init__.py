"""Who may audit, evaluate and decide: competences, interests, declarations, witness audits."""
