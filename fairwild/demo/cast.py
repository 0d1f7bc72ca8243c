"""Who plays in the demonstration. Every organisation and every person is made up."""

from dataclasses import dataclass

from fairwild.kernel.actors import OrganisationKind, Role

PASSWORD = "wild-thyme-and-rosehip"  # noqa: S105 - printed by `fairwild demo`, never in production


@dataclass(frozen=True)
class Player:
    """A person with an account."""

    key: str
    name: str
    role: Role

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}@demo.example"


@dataclass(frozen=True)
class Troupe:
    """An organisation with its people."""

    code: str
    name: str
    kind: OrganisationKind
    country: str
    address: str
    time_zone: str
    currency: str
    people: tuple[Player, ...]


SCHEME = Troupe(
    code="SCHEME",
    name="Scheme owner (demonstration)",
    kind=OrganisationKind.SCHEME_OWNER,
    country="CH",
    address="Seestrasse 1, 8000 Zürich, Switzerland",
    time_zone="Europe/Zurich",
    currency="EUR",
    people=(
        Player("administrator", "Nora Keller", Role.SYSTEM_ADMINISTRATOR),
        Player("steward", "Beat Aebischer", Role.SCHEME_STEWARD),
    ),
)

ALPEN = Troupe(
    code="ALP",
    name="Alpenlicht Zertifizierung (demonstration)",
    kind=OrganisationKind.CERTIFICATION_BODY,
    country="CH",
    address="Enzianweg 12, 7000 Chur, Switzerland",
    time_zone="Europe/Zurich",
    currency="EUR",
    people=(
        Player("office", "Ursina Caflisch", Role.BODY_OFFICE),
        Player("auditor", "Matteo Bernasconi", Role.AUDITOR),
        Player("evaluator", "Hélène Rochat", Role.EVALUATOR),
        Player("certifier", "Jürg Ammann", Role.CERTIFIER),
        Player("complaints", "Flurin Casanova", Role.BODY_OFFICE),
    ),
)

MEKONG = Troupe(
    code="MKA",
    name="Mekong Assurance (demonstration)",
    kind=OrganisationKind.CERTIFICATION_BODY,
    country="VN",
    address="25 Phố Lý Thường Kiệt, Hoàn Kiếm, Hà Nội, Việt Nam",
    time_zone="Asia/Ho_Chi_Minh",
    currency="VND",
    people=(
        Player("office.vn", "Nguyễn Thị Hồng Nhung", Role.BODY_OFFICE),
        Player("auditor.vn", "Trần Đức Thắng", Role.AUDITOR),
        Player("evaluator.vn", "Phạm Quỳnh Anh", Role.EVALUATOR),
        Player("certifier.vn", "Lê Hữu Phước", Role.CERTIFIER),
    ),
)

EBRO = Troupe(
    code="EBR",
    name="Regaliz del Ebro (demonstration)",
    kind=OrganisationKind.OPERATOR,
    country="ES",
    address="Camino de la Ribera 7, 50001 Zaragoza, Spain",
    time_zone="Europe/Madrid",
    currency="EUR",
    people=(
        Player("manager", "Pilar Lacasa", Role.OPERATOR_MANAGER),
        Player("clerk", "Íñigo Blasco", Role.BUYING_CLERK),
    ),
)

AGRI = Troupe(
    code="AGR",
    name="Liquirizia Val d'Agri (demonstration)",
    kind=OrganisationKind.OPERATOR,
    country="IT",
    address="Via del Mulino 12, 85050 Paterno, Italy",
    time_zone="Europe/Rome",
    currency="EUR",
    people=(
        Player("manager.it", "Rocco Lofrano", Role.OPERATOR_MANAGER),
        Player("clerk.it", "Assunta Paolini", Role.BUYING_CLERK),
    ),
)

SAHYADRI = Troupe(
    code="SAH",
    name="Sahyadri Forest Collective (demonstration)",
    kind=OrganisationKind.OPERATOR,
    country="IN",
    address="Bhimashankar Road, Ambegaon, Maharashtra, India",
    time_zone="Asia/Kolkata",
    currency="INR",
    people=(
        Player("manager.in", "Sunita Bhoir", Role.OPERATOR_MANAGER),
        Player("clerk.in", "Ganesh Lohakare", Role.BUYING_CLERK),
    ),
)

BABE = Troupe(
    code="BBE",
    name="Hợp tác xã Giảo cổ lam Ba Bể (minh hoạ)",
    kind=OrganisationKind.OPERATOR,
    country="VN",
    address="Thôn Pác Ngòi, xã Nam Mẫu, huyện Ba Bể, Bắc Kạn, Việt Nam",
    time_zone="Asia/Ho_Chi_Minh",
    currency="VND",
    people=(
        Player("manager.vn", "Hoàng Thị Mười", Role.OPERATOR_MANAGER),
        Player("clerk.vn", "Nông Văn Chiến", Role.BUYING_CLERK),
    ),
)

JUMLA = Troupe(
    code="JUM",
    name="Jumla Jatamansi Growers (demonstration)",
    kind=OrganisationKind.OPERATOR,
    country="NP",
    address="Khalanga, Jumla, Karnali, Nepal",
    time_zone="Asia/Kathmandu",
    currency="NPR",
    people=(Player("manager.np", "Devi Rokaya", Role.OPERATOR_MANAGER),),
)

HEDGEROW = Troupe(
    code="HDG",
    name="Hedgerow Tea Company (demonstration)",
    kind=OrganisationKind.COMPANY,
    country="GB",
    address="4 Quay Street, Bristol BS1 2JL, United Kingdom",
    time_zone="Europe/London",
    currency="GBP",
    people=(Player("company", "Amelia Thornbury", Role.COMPANY_MEMBER),),
)

QINGSHAN = Troupe(
    code="QSH",
    name="杭州青山草本有限公司(演示)",
    kind=OrganisationKind.COMPANY,
    country="CN",
    address="浙江省杭州市西湖区龙井路18号",
    time_zone="Asia/Shanghai",
    currency="CNY",
    people=(Player("company.cn", "李雪梅", Role.COMPANY_MEMBER),),
)

TROUPES = (SCHEME, ALPEN, MEKONG, EBRO, AGRI, SAHYADRI, BABE, JUMLA, HEDGEROW, QINGSHAN)
