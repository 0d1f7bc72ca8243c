"""What a view may answer, and pages of long lists by keyset."""

from werkzeug.wrappers import Response as BaseResponse

Answer = str | BaseResponse | tuple[str, int]
