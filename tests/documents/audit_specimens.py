"""Papers of an audit to draw: long, short, with everything and with nothing."""

from dataclasses import replace

from fairwild.documents import audit_facts as facts

HEAD = facts.AuditHead(
    language="en",
    number="WCC-A-2026-00012",
    operator_name="Hợp tác xã Dược liệu Bản Cám",
    operator_address="Bản Cám, Nam Mẫu, Viet Nam",
    operator_number="BKJ",
    body_name="Wild Care Certification",
    body_address="3011 Bern, Switzerland",
    body_number="WCC",
    standard="FairWild Standard 2.0",
    year_of_certification="1",
    kind="Initial",
    days="2 – 5 March 2026",
    planned="3.5",
    used="4",
    agreement="2 November 2025",
    confirmed="16 February 2026, Lena Office",
    finished="9 March 2026",
    outcome="Certified",
    decided_on="20 March 2026",
    reference="WCC-2026-00012",
    page_url="https://trace.example.org/audits/01890a5d-ac96-774b-bcce-b302099a8057",
    page_domain="trace.example.org",
    synthetic=True,
)
TEAM = (facts.Member(name="Ana Auditor", role="Leader"), facts.Member(name="Bo", role="Expert"))
SCOPE = facts.ScopeRow(
    species="Gynostemma pentaphyllum",
    part="Herb",
    areas="B1, B2, B3",
    risk_class="Medium",
    maximum="19,800 kg",
)
SAMPLE = facts.SampleText(
    rule="Square root",
    seed="7f3a-2026",
    looked_at="5 March 2025 – 2 March 2026",
    drawn="16 February 2026, parameters 4",
    reason="",
    kinds=(
        facts.SampledKind(what="Harvesters", drawn="3 of 9", labels="H-01, H-04, H-07"),
        facts.SampledKind(what="Receipts", drawn="2 of 4", labels="BKJ-R-1, BKJ-R-2"),
    ),
    changes=(facts.SampleChange(label="H-09", change="put in", reason="A complaint."),),
)
PLAN = facts.PlanPaper(
    head=HEAD,
    sites=("Drying house, Nam Mẫu", "Packing room"),
    season_reason="Roads are cut in the harvest.",
    indicators="84, without the additional ones for high risk",
    team=TEAM,
    scope=(SCOPE,),
    sample=SAMPLE,
)
EVIDENCE = facts.EvidenceText(
    kind="Receipt", name="BKJ-R-2026-00117", detail="net 12,500 g · pinned 3 March 2026"
)
INDICATOR = facts.IndicatorText(
    code="5.1.a",
    text="Every collector is in a register that names the areas they collect in.",
    score="1",
    minimum="M ≥ 2, missed",
    falls_short=True,
    note="Six of forty collectors are missing from the register.",
    findings="Nonconformity 1",
    evidence=(EVIDENCE, replace(EVIDENCE, kind="Photo", name="register.jpg", detail="a1b2c3")),
)
RAISED = facts.RaisedText(
    number="1",
    grade="major",
    indicators="5.1.a, 5.2.b",
    due="8 June 2026",
    description="Six receipts name nobody.\nNobody knew why.",
)
RATING = facts.RatingText(
    points="118 of 168",
    share="118/168 = 70.2 %",
    needed="118 points, 70 %",
    minimum_met="28 of 29",
    missed="5.1.a (1, needed 2)",
    open_gates=False,
    verdict="The minimum requirements of the year are not all met.",
)
ASIDE = facts.AsideText(
    person="Ana Auditor",
    role="Auditor",
    found="an interest in Hợp tác xã Dược liệu Bản Cám: consultancy",
    reason="One day of training in 2024; nobody else reads the language.",
    given="Lena Office, 20 February 2026",
)
CRITERION = facts.CriterionText(code="5.1", title="Register of collectors", indicators=(INDICATOR,))
REPORT = facts.ReportPaper(
    head=HEAD,
    summary="A careful cooperative.",
    rating=RATING,
    team=TEAM,
    scope=(SCOPE,),
    findings=(RAISED,),
    principles=(
        facts.PrincipleText(
            number="5", title="Collectors", points="1 of 2 points", criteria=(CRITERION,)
        ),
    ),
    sample=SAMPLE,
    rehearsals=(
        facts.RehearsalText(
            number="BKJ-RC-2026-00001",
            lot="BKJ-GYNPEN-BC-2026-001",
            found="4 lots, 2 holders, 40 labels",
            searched_in="0.04 s",
            answered_in="1 h 12 min",
            agrees="agree",
            note="All in one binder.",
        ),
    ),
    finished_by="Finished and locked by Ana Auditor, 9 March 2026",
    source_note="The texts are samples.",
    set_aside=(ASIDE,),
)
FINDING = facts.NonconformityText(
    number="1",
    grade="Major",
    grown="Written as minor; it was not closed by its last day.",
    state="Closed",
    due="8 June 2026",
    indicators=(("5.1.a", INDICATOR.text),),
    description=RAISED.description,
    raised="5 March 2026, Ana Auditor",
    repeats="Nonconformity 2 of WCC-A-2025-00003",
    evidence=(EVIDENCE,),
    history=(
        facts.Said(
            title="Answer of the operator",
            parts=(("Why it happened", "A clerk was ill."), ("What was put right", "All named.")),
            who="Minh, 20 March 2026",
        ),
        facts.Said(title="Closed", parts=(("", "Seen on paper."),), who="Lena, 25 March 2026"),
    ),
)
FINDINGS = facts.NonconformityPaper(head=HEAD, findings=(FINDING,))
DECISION = facts.DecisionPaper(
    head=HEAD,
    sentence="Wild Care Certification has decided to certify.",
    reasons="Both gates are open.",
    conditions="Name every collector before the season.",
    certificate=(("Number", "WCC-2026-00012"), ("Valid", "1 April 2026 – 30 June 2027")),
    figures=(("Points", "150 of 168"), ("Minimum requirements missed", "none")),
    findings=(replace(RAISED, grade="minor"),),
    appeal_until="19 April 2026",
    decided_by="Carla Certifier, certifier, 20 March 2026",
    set_aside=(ASIDE, replace(ASIDE, person="Carla Certifier", role="Certifier")),
)
