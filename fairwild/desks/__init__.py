"""The auditor's desk: the operator's figures, the sample, pinned evidence, the audit's papers."""
