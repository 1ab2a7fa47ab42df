"""tus 1.0 at `/uploads`, and the look-up of files by their hash.

Source: tus resumable upload protocol 1.0.0, https://tus.io/protocols/resumable-upload
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request, url_for

from archive.access import requires, viewer
from archive.accounts.bearer import is_by_token, needs_scope
from archive.desk.uploads import lookup, protocol, service
from archive.desk.uploads.models import Upload
from archive.permissions import Permission
from archive.security import csrf
from archive.web import actor, engines

blueprint = Blueprint("uploads", __name__)
# A program with a token has no form; for everybody else the guard stands below.
csrf.exempt(blueprint)


@blueprint.before_request
def guard() -> None:
    """Let in who brings a token with the right scope, or else a form's own token."""
    if request.method == "OPTIONS":
        return
    if is_by_token():
        needs_scope("upload")
    elif request.method != "HEAD" and current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    if request.endpoint != "uploads.known":
        protocol.check_version(request.headers)


@blueprint.after_request
def speak_tus(response: Response) -> Response:
    """Say which protocol this is, in errors too."""
    response.headers["Tus-Resumable"] = protocol.VERSION
    if response.status_code == 412:  # noqa: PLR2004 - the status of another version
        response.headers["Tus-Version"] = protocol.VERSION
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/uploads", methods=["OPTIONS"], provide_automatic_options=False)
@blueprint.route("/uploads/<upload_id>", methods=["OPTIONS"], provide_automatic_options=False)
def options(upload_id: str = "") -> Response:  # noqa: ARG001 - the same for every upload
    """Say what this server speaks."""
    limit = engines().settings.upload_quota_bytes
    return Response(status=204, headers=protocol.offer(limit))


@blueprint.post("/uploads")
@requires(Permission.UPLOAD)
def create() -> Response:
    """Begin an upload, with its first bytes where they come along."""
    wanted = protocol.wanted(request.headers)
    brings = request.content_type == protocol.BODY and bool(request.content_length)
    chunk = protocol.chunk(request.headers, offset=0) if brings else None
    upload = service.begin(engines(), wanted, viewer=viewer())
    if chunk is not None:
        upload = service.append(
            engines(), upload.id, chunk, request.stream, by=actor(), viewer=viewer()
        )
    elif upload.is_whole:
        upload = service.look(engines(), upload.id, by=actor(), viewer=viewer())
    response = _answer(upload, 201)
    response.headers["Location"] = url_for("uploads.patch", upload_id=upload.id)
    return response


@blueprint.route("/uploads/<upload_id>", methods=["HEAD"])
@requires(Permission.UPLOAD)
def head(upload_id: str) -> Response:
    """Say how far an upload is."""
    upload = service.look(engines(), upload_id, by=actor(), viewer=viewer())
    response = _answer(upload, 200)
    response.headers["Upload-Length"] = str(upload.size_bytes)
    return response


@blueprint.patch("/uploads/<upload_id>")
@requires(Permission.UPLOAD)
def patch(upload_id: str) -> Response:
    """Go on with an upload."""
    chunk = protocol.chunk(request.headers)
    upload = service.append(
        engines(), upload_id, chunk, request.stream, by=actor(), viewer=viewer()
    )
    return _answer(upload, 204)


@blueprint.delete("/uploads/<upload_id>")
@requires(Permission.UPLOAD)
def delete(upload_id: str) -> Response:
    """Drop an upload with its bytes."""
    service.end(engines(), upload_id, by=actor(), viewer=viewer())
    return Response(status=204)


@blueprint.post("/uploads/<upload_id>")
@requires(Permission.UPLOAD)
def instead(upload_id: str) -> Response:
    """Answer clients behind proxies that let through nothing but GET and POST."""
    meant = request.headers.get("X-HTTP-Method-Override", "").upper()
    return {"HEAD": head, "PATCH": patch, "DELETE": delete}.get(meant, _not_meant)(upload_id)


@blueprint.post("/uploads/known")
@requires(Permission.UPLOAD)
def known() -> Response:
    """Say which files are here, or half here, by hash, as far as the asker may see them."""
    request.max_content_length = lookup.MOST_BYTES
    asked = lookup.asked(request.get_data())
    found = lookup.look_up(engines(), asked, viewer=viewer())
    return jsonify(files=[lookup.as_json(one) for one in found])


def _not_meant(upload_id: str) -> Response:  # noqa: ARG001 - as the others
    return Response(status=405, headers={"Allow": "OPTIONS, HEAD, PATCH, DELETE"})


def _answer(upload: Upload, status: int) -> Response:
    return Response(status=status, headers=protocol.state(upload))
