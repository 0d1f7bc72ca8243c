"""The shortest table of a standard that can be imported."""

TEXT = [
    ["level", "code", "belongs_to", "text", "guidance", "m_from_year", "m_level", "sample"],
    ["theme", "eco", "", "Ecology", "", "", "", ""],
    ["principle", "1", "eco", "Plants stay", "", "", "", ""],
    ["criterion", "1.1", "", "Status", "", "", "", ""],
    ["indicator", "1.1.a", "", "Known status", "Ask", "1", "2", "false"],
]
