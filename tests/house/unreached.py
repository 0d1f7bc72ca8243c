"""Which routes answer nobody in the matrix, and what other test goes through them."""

IMPORTS = "the demonstration has no file of this operator half-way in: interfaces/test_imports.py"
BY_ADDRESS = "asks for more in its address than parameters"
NOT_OWN = "the demonstration has it between other parties only"

UNREACHED: dict[str, str] = {
    "GET /alarms/about/<what>/<uuid:thing_id>": BY_ADDRESS,
    "GET /d/<code>": "the code of a delivery note: interfaces/test_consignment_papers.py",
    "GET /recalls/new/<any(lots, consignments, labels):what>.csv": BY_ADDRESS,
    "POST /api/v1/recalls/search/<any(lots, consignments, labels):what>.csv": BY_ADDRESS,
    "GET /stock/figure/<flow>": BY_ADDRESS,
    "GET /stock/lots/<any(opening, stock):side>": BY_ADDRESS,
    "GET /arrivals/<secret>": "a link mailed to no account: interfaces/test_consignments.py",
    "POST /arrivals/<secret>": "a link mailed to no account: interfaces/test_consignments.py",
    "GET /recalls/answers/<secret>": "a mailed link: interfaces/test_recalls_by_link.py",
    "POST /recalls/answers/<secret>": "a mailed link: interfaces/test_recalls_by_link.py",
    "DELETE /api/v1/scheme/standards/<name>/<version>": "nothing is imported there",
    "POST /scheme/standards/<name>/<version>/take-back": "nothing is imported there",
    "POST /scheme/standards/import/confirm": "confirms a file: interfaces/test_scheme.py",
    "POST /audits/<uuid:audit_id>/form/files/<indicator>": "asks who entered it on the device",
    "POST /complaints/<uuid:complaint_id>/notes": "only whoever examines the case writes there",
    "POST /complaints/own/<uuid:complaint_id>/proofs": "the call before has forgotten who it was",
    "POST /applications/<uuid:application_id>/ask-consent": "no company pays for it",
    "POST /api/v1/applications/<uuid:application_id>/consent-request": "no company pays for it",
}
UNREACHED |= dict.fromkeys(
    (
        "GET /api/v1/imports/<uuid:import_id>/wrong.csv",
        "GET /api/v1/imports/<uuid:run_id>",
        "GET /imports/<uuid:run_id>",
        "GET /imports/<uuid:run_id>/columns",
        "GET /imports/<uuid:run_id>/progress",
        "GET /imports/<uuid:run_id>/wrong.csv",
        "POST /api/v1/imports/<uuid:run_id>/confirm",
        "POST /imports/<uuid:run_id>/check",
        "POST /imports/<uuid:run_id>/columns",
        "POST /imports/<uuid:run_id>/confirm",
        "POST /imports/<uuid:run_id>/decide",
        "POST /imports/<uuid:run_id>/rows/<int:number>",
        "POST /imports/<uuid:run_id>/undo",
    ),
    IMPORTS,
)
UNREACHED |= dict.fromkeys(
    (
        "GET /api/v1/lots/<uuid:lot_id>/tests/<uuid:test_id>/report",
        "GET /api/v1/stock/counts/<uuid:count_id>",
        "GET /consignments/<uuid:consignment_id>/papers/<uuid:paper_id>",
        "GET /lots/<uuid:lot_id>/tests/<uuid:test_id>/report",
        "GET /recalls/<uuid:recall_id>/answers/<uuid:notice_id>",
        "GET /recalls/notices/<uuid:notice_id>",
        "GET /stock/counts/<uuid:count_id>",
        "POST /alarms/<uuid:dismissal_id>/restore",
        "POST /api/v1/alarms/dismissals/<uuid:dismissal_id>/restore",
        "POST /api/v1/consignments/<uuid:consignment_id>/reversals/<uuid:reversal_id>/withdraw",
        "POST /api/v1/lineage-shares/<uuid:share_id>/end",
        "POST /api/v1/recalls/notices/<uuid:notice_id>/link",
        "POST /consignments/<uuid:consignment_id>/reversals/<uuid:reversal_id>/withdraw",
        "POST /lots/<uuid:lot_id>/tests/<uuid:test_id>/hold",
        "POST /provenance/sharing/<uuid:share_id>/end",
        "POST /recalls/<uuid:recall_id>/answers/<uuid:notice_id>",
        "POST /recalls/<uuid:recall_id>/answers/<uuid:notice_id>/link",
        "POST /recalls/notices/<uuid:notice_id>",
    ),
    NOT_OWN,
)
"""Route -> why nobody gets past it here; what somebody can reach may not stand in it."""
