"""The register of harvesters: who they are, where and what they may collect."""
