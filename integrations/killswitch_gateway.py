"""Honours the kill switch's tag stops in a gateway in front of Amazon Bedrock.

A gateway with one role for many teams cannot be stopped team by team through IAM. The guard publishes which
tags are stopped (`stop: tag`), and this file refuses their calls:

  LiteLLM   litellm_settings: { callbacks: killswitch_gateway.proxy_handler_instance }
  Envoy     python3 killswitch_gateway.py ext-authz --port 9191

It needs Python 3.9 and the standard library. Settings, by the environment:

  KILLSWITCH_GATEWAY_URL   the deployment's output GatewayUrl; required
  KILLSWITCH_TAG           the tag's key in the policy (`tag:team`); "team" unless it says otherwise
  KILLSWITCH_TAG_FROM      LiteLLM: where a call's value comes from: team_alias, team_id, key_alias, user_id,
                           or key.metadata.NAME; "team_alias" unless it says otherwise
  KILLSWITCH_MODELS        LiteLLM: patterns of the proxy's model names that go to Bedrock, with commas between;
                           unset, those whose deployments in the proxy's router are Bedrock's
  KILLSWITCH_HEADER        Envoy: the header that bears it; "x-team" unless it says otherwise
  KILLSWITCH_POLL_SECONDS  how often it asks; 5
  KILLSWITCH_MAX_AGE       seconds after which an answer is too old to go by; 60
  KILLSWITCH_FAIL          open: calls pass while nothing is known; closed: they are refused; "open"

Credentials are those of botocore where that is installed, else of the environment, of the container (ECS, EKS
Pod Identity) or of the instance.
"""

import argparse
import asyncio
import datetime
import fnmatch
import hashlib
import hmac
import json
import logging
import os
import re
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NONE = "(none)"
LOG = logging.getLogger("killswitch")

# What a value of Bedrock's request metadata may hold.
NOT_METADATA = re.compile(r"[^a-zA-Z0-9 \t\r\n:_@$#=/+,\-.]")
MOST_METADATA = 256


class Refused(Exception):
    """A call that is not to be made; `status_code` and `message` are what a proxy answers."""

    status_code = 403

    def __init__(self, message):
        super().__init__(message)
        self.message = message
        self.detail = message


class Credentials:
    """Keys of AWS, found anew shortly before they end."""

    def __init__(self):
        self._found = None
        self._ends = 0.0

    def forget(self):
        """They were refused: they may have been taken back before their end."""
        self._found = None

    def get(self):
        """Returns (access key, secret key, session token or None)."""
        if self._found is None or time.time() > self._ends - 300:
            self._found, self._ends = self._find()
        return self._found

    def _find(self):
        try:
            from botocore.session import get_session
        except ImportError:
            pass
        else:
            keys = get_session().get_credentials()
            if keys is not None:
                frozen = keys.get_frozen_credentials()
                # It renews them by itself: a few minutes on they are asked for again.
                return (frozen.access_key, frozen.secret_key, frozen.token), time.time() + 600
        if "AWS_ACCESS_KEY_ID" in os.environ:
            keys = (os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], os.environ.get("AWS_SESSION_TOKEN"))
            return keys, time.time() + 3600
        if "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" in os.environ:
            return self._of(_get("http://169.254.170.2" + os.environ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"], {}))
        if "AWS_CONTAINER_CREDENTIALS_FULL_URI" in os.environ:
            token = os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")
            if "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" in os.environ:
                with open(os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"], encoding="utf-8") as file:
                    token = file.read().strip()
            return self._of(_get(os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"], {"Authorization": token} if token else {}))
        instance = "http://169.254.169.254/latest/"
        token = {"X-aws-ec2-metadata-token": _get(instance + "api/token", {"X-aws-ec2-metadata-token-ttl-seconds": "300"}, "PUT")}
        role = _get(instance + "meta-data/iam/security-credentials/", token)
        return self._of(_get(instance + "meta-data/iam/security-credentials/" + role.splitlines()[0], token))

    @staticmethod
    def _of(text):
        told = json.loads(text)
        ends = datetime.datetime.strptime(told["Expiration"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
        return (told["AccessKeyId"], told["SecretAccessKey"], told["Token"]), ends.timestamp()


def _get(url, headers, method="GET"):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers, method=method), timeout=2) as answer:
        return answer.read().decode()


def _seconds(settings, name, otherwise):
    text = settings.get(name, otherwise)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86400:
        raise ValueError(f"{name} is `{text}`; allowed are seconds above 0 and below 86400")
    return seconds


def signed(url, keys, region, now, extra):
    """The headers of a signed GET of a function URL (AWS Signature Version 4)."""
    access, secret, token = keys
    parts = urllib.parse.urlsplit(url)
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": parts.netloc, "x-amz-date": stamp, **extra}
    if token:
        headers["x-amz-security-token"] = token
    names = ";".join(sorted(headers))
    nothing = hashlib.sha256(b"").hexdigest()
    query = "&".join(
        sorted(
            f"{urllib.parse.quote(key, safe='-_.~')}={urllib.parse.quote(value, safe='-_.~')}"
            for key, value in urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
        )
    )
    canonical = "\n".join(
        ["GET", parts.path or "/", query, *(f"{name}:{headers[name]}" for name in sorted(headers)), "", names, nothing]
    )
    scope = f"{stamp[:8]}/{region}/lambda/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in (stamp[:8], region, "lambda", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={access}/{scope}, SignedHeaders={names}, Signature={signature}"
    return headers


def _seconds(settings, name, default):
    text = settings.get(name, default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ValueError(f"{name} is `{text}`; allowed is a number of seconds above zero, such as `{default}`")
    return seconds


class Standing:
    """Which tags are stopped, asked for every few seconds in the background; an answer that has not changed is not sent again."""

    def __init__(self, environment=None):
        settings = os.environ if environment is None else environment
        self.url = settings.get("KILLSWITCH_GATEWAY_URL", "")
        self.poll = _seconds(settings, "KILLSWITCH_POLL_SECONDS", "5")
        self.max_age = _seconds(settings, "KILLSWITCH_MAX_AGE", "60")
        fail = settings.get("KILLSWITCH_FAIL", "open")
        if not self.url:
            raise ValueError("KILLSWITCH_GATEWAY_URL is not set: it is the output GatewayUrl of the guard's deployment")
        if urllib.parse.urlsplit(self.url).scheme not in ("https", "http") or not urllib.parse.urlsplit(self.url).hostname:
            raise ValueError(
                f"KILLSWITCH_GATEWAY_URL is `{self.url}`, which is no address; allowed is the output GatewayUrl, such as "
                "`https://abc.lambda-url.us-east-1.on.aws/`"
            )
        if self.max_age <= self.poll:
            raise ValueError(
                f"KILLSWITCH_MAX_AGE is {self.max_age:g}, and it is asked every {self.poll:g} seconds: no answer would count so long; "
                "allowed is more than KILLSWITCH_POLL_SECONDS"
            )
        if fail not in ("open", "closed"):
            raise ValueError(f"KILLSWITCH_FAIL is `{fail}`; allowed: open, closed")
        self.is_open = fail == "open"
        host = urllib.parse.urlsplit(self.url).hostname or ""
        found = re.search(r"\.lambda-url\.([a-z0-9-]+)\.", host)
        self.region = found.group(1) if found else settings.get("AWS_REGION", settings.get("AWS_DEFAULT_REGION", "us-east-1"))
        self._credentials = Credentials()
        self._lock = threading.Lock()
        self._stops, self._etag, self._answered, self._problem = {}, None, None, "nothing was asked yet"
        self._thread = None

    def refusal(self, key, value):
        """Why a call with this value of the tag is not to be made; None where it is."""
        self.begin()
        age = None if self._answered is None else time.monotonic() - self._answered
        if age is None or age > self.max_age:
            if self.is_open:
                return None
            return f"the kill switch cannot be asked, and this gateway refuses what it does not know: {self._problem}"
        stop = self._stops.get((key, value))
        if stop is None:
            return None
        until = f" until {stop['until']}" if stop.get("until") else ""
        return f"stopped by the kill switch since {stop['since']}{until} ({stop['stop']}): {stop['reason']}"

    def begin(self):
        """Asks for the first time, and from then on in the background."""
        with self._lock:
            # A thread does not live on in a worker that was forked.
            if self._thread is None or not self._thread.is_alive():
                # The first call goes by an answer, too.
                self._ask()
                self._thread = threading.Thread(target=self._run, name="killswitch", daemon=True)
                self._thread.start()

    def _run(self):
        while True:
            time.sleep(self.poll)
            self._ask()

    def _ask(self):
        try:
            extra = {"if-none-match": self._etag} if self._etag else {}
            now = datetime.datetime.now(datetime.timezone.utc)
            headers = signed(self.url, self._credentials.get(), self.region, now, extra)
            with urllib.request.urlopen(urllib.request.Request(self.url, headers=headers), timeout=5) as answer:
                told = json.loads(answer.read())
                stops = {(stop["key"], stop["value"]): stop for stop in told["stops"]}
                self._stops, self._etag = stops, answer.headers.get("ETag")
        except urllib.error.HTTPError as error:
            if error.code != 304:
                why = ""
                if error.code == 403:
                    self._credentials.forget()
                    why = ": are these the credentials of one that the deployment names in `-c gateways=`?"
                self._failed(f"{error.code} {error.reason}{why}")
                return
        except urllib.error.URLError as error:
            self._failed(str(error.reason))
            return
        except Exception as error:  # pylint: disable=broad-except
            # Whatever botocore or an answer comes up with, it is asked again: a thread that ends would let every call pass.
            self._failed(str(error) or type(error).__name__)
            return
        self._answered, self._problem = time.monotonic(), None

    def _failed(self, problem):
        if problem != self._problem:
            LOG.warning("the kill switch cannot be asked: %s", problem)
        self._problem = problem


class OneStanding:
    """Made at the first call, so that a module that is only imported asks for nothing."""

    def __init__(self):
        self._lock = threading.Lock()
        self._one = None

    def get(self):
        with self._lock:
            if self._one is None:
                self._one = Standing()
            return self._one


STANDING = OneStanding()

try:
    from litellm.integrations.custom_logger import CustomLogger
except ImportError:
    CustomLogger = object

try:
    from fastapi import HTTPException
except ImportError:
    HTTPException = None


def value_of(source, key):
    """The tag's value of a call, from what the proxy knows of its API key: a caller cannot choose it."""
    if source.startswith("key.metadata."):
        found = (getattr(key, "metadata", None) or {}).get(source[len("key.metadata."):])
    elif source in ("team_alias", "team_id", "key_alias", "user_id"):
        found = getattr(key, source, None)
    else:
        raise ValueError(
            f"KILLSWITCH_TAG_FROM is `{source}`; allowed: team_alias, team_id, key_alias, user_id, key.metadata.NAME"
        )
    return metadata_of(str(found)) if found else NONE


def metadata_of(text):
    """A text as Bedrock's request metadata takes it: what it may not hold is told by its number, so that no two are one."""
    value = NOT_METADATA.sub(lambda other: f"_{ord(other.group()):x}_", text)
    if len(value) > MOST_METADATA:
        value = value[:MOST_METADATA - 17] + "_" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    return value


def goes_to_bedrock(model):
    """Whether a model of the proxy's is Bedrock's: what is spent elsewhere is none of the kill switch's business."""
    patterns = os.environ.get("KILLSWITCH_MODELS")
    if patterns:
        return any(fnmatch.fnmatchcase(model or "", pattern.strip()) for pattern in patterns.split(","))
    try:
        from litellm.proxy.proxy_server import llm_router

        deployments = llm_router.get_model_list(model_name=model) or []
        behind = [str(one["litellm_params"]["model"]) for one in deployments]
    except (ImportError, AttributeError, KeyError, TypeError):
        behind = []
    # Where that cannot be told, it may be.
    return not behind or any(name.startswith(("bedrock/", "bedrock_converse/")) for name in behind)


class KillSwitchHook(CustomLogger):
    """LiteLLM's pre-call hook: refuses calls of a stopped tag, and writes the tag into Bedrock's log on all others."""

    async def async_pre_call_hook(self, user_api_key_dict, cache, data, call_type):
        if not goes_to_bedrock(data.get("model")):
            return data
        tag = os.environ.get("KILLSWITCH_TAG", "team")
        value = value_of(os.environ.get("KILLSWITCH_TAG_FROM", "team_alias"), user_api_key_dict)
        why = await asyncio.to_thread(lambda: STANDING.get().refusal(tag, value)) if hasattr(asyncio, "to_thread") else \
            STANDING.get().refusal(tag, value)
        if why is not None:
            raise HTTPException(status_code=403, detail=why) if HTTPException else Refused(why)
        # What the guard counts by is what this hook goes by, whatever the caller sent.
        metadata = dict(data.get("requestMetadata") or {})
        metadata.pop(tag, None)
        if value != NONE:
            metadata[tag] = value
        if metadata:
            data["requestMetadata"] = metadata
        else:
            data.pop("requestMetadata", None)
        return data


proxy_handler_instance = KillSwitchHook()


class ExtAuthz(BaseHTTPRequestHandler):
    """Envoy's HTTP ext_authz: 200 lets a request pass, 403 refuses it; whatever its method and path are."""

    protocol_version = "HTTP/1.1"

    def _answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length:
            self.rfile.read(length)
        value = self.headers.get(os.environ.get("KILLSWITCH_HEADER", "x-team"), NONE)
        why = STANDING.get().refusal(os.environ.get("KILLSWITCH_TAG", "team"), value)
        body = b"" if why is None else json.dumps({"error": {"type": "killswitch", "message": why}}).encode()
        self.send_response(200 if why is None else 403)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _answer

    def log_message(self, format, *args):
        LOG.debug(format, *args)


def main(arguments):
    parser = argparse.ArgumentParser(description="Answers Envoy's ext_authz by the kill switch's tag stops.")
    parser.add_argument("what", choices=["ext-authz"])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9191)
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO)
    try:
        STANDING.get()
    except ValueError as error:
        print(f"killswitch_gateway: {error}", file=sys.stderr)
        return 2
    # What is set wrong is to be read now, not at the first call.
    STANDING.get().begin()
    try:
        listening = ThreadingHTTPServer((chosen.host, chosen.port), ExtAuthz)
    except (OSError, OverflowError) as error:
        print(f"killswitch_gateway: {chosen.host}:{chosen.port} cannot be listened on: {error}", file=sys.stderr)
        return 2
    with listening as server:
        print(f"listening on {server.server_address[0]}:{server.server_address[1]}", flush=True)
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
