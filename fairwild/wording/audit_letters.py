"""Letters about audits in plain words."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from fairwild.audits.letters import AuditNews, Writer
from fairwild.mail.letters import Letter
from fairwild.wording.figures import day


def ending_news(base_url: str) -> Writer:
    """Give a writer of letters about an audit that does not go on."""

    def write(news: AuditNews) -> Letter:
        named = {
            "number": news.number,
            "audited": news.audited,
            "body": news.body,
            "starts_on": day(news.starts_on),
            "ends_on": day(news.ends_on),
            "reason": news.reason,
            "link": f"{base_url}/audits/{news.audit_id}",
        }
        subject, text = _BROKEN_OFF if news.broken_off else _CANCELLED
        return Letter(to=news.to, subject=str(subject) % named, body=str(text) % named)

    return write


_CANCELLED: tuple[LazyString, LazyString] = (
    _l("Audit %(number)s is cancelled"),
    _l(
        "%(body)s has cancelled the audit %(number)s of %(audited)s, planned from %(starts_on)s to "
        "%(ends_on)s. Nobody comes on these days.\n\nWhy:\n%(reason)s\n\nThe plan stays "
        "readable:\n%(link)s\n"
    ),
)
_BROKEN_OFF: tuple[LazyString, LazyString] = (
    _l("Audit %(number)s is broken off"),
    _l(
        "%(body)s has broken off the audit %(number)s of %(audited)s. It leads to no decision; "
        "nonconformities that were written stand.\n\nWhy:\n%(reason)s\n\nWhat stands so far:\n"
        "%(link)s\n"
    ),
)
